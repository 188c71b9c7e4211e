package report

import (
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/report/words"
)

// Unverified are the cases that were skipped for want of one thing.
type Unverified struct {
	Why   string   `json:"why"`  // "no --token"
	Give  string   `json:"give"` // what verifies them: "--token env:NAME"
	Count int      `json:"count"`
	Cases []string `json:"cases"`
}

// String is for people: "42 cases, no --token".
func (u Unverified) String() string { return words.Plural(u.Count, "case") + ", " + u.Why }

// unverified sorts the skipped cases by what the run was not given. Cases that were skipped for another reason are not
// among them.
func unverified(cases []Case) []Unverified {
	var list []Unverified
	for _, lack := range conformance.Lacks() {
		u := Unverified{Why: lack.Name, Give: lack.Give}
		for _, c := range cases {
			if c.Skipped == lack.Reason {
				u.Cases = append(u.Cases, c.Name)
			}
		}
		if u.Count = len(u.Cases); u.Count > 0 {
			list = append(list, u)
		}
	}
	return list
}

// unverifiedLines are for people, each with what to give: "42 cases, no --token; give --token env:NAME".
func unverifiedLines(d *Document) []string {
	var lines []string
	for _, u := range d.Unverified {
		lines = append(lines, u.String()+"; give "+u.Give)
	}
	return lines
}

// unverifiedCount is how many of the skipped cases were not verified for want of something.
func unverifiedCount(d *Document) int {
	n := 0
	for _, u := range d.Unverified {
		n += u.Count
	}
	return n
}
