package report

import "github.com/timhook/timhook/report/why"

// byCallback are the cases of a run, callback by callback.
func byCallback(d *Document) [][]Case {
	return why.Grouped(d.Cases, func(c Case) string { return c.Callback })
}

func countOutcomes(cases []Case) map[string]int {
	counts := map[string]int{}
	for _, c := range cases {
		counts[c.Outcome]++
	}
	return counts
}
