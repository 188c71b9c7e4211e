// Package report writes a run in every format from one model, the [Document]. The packages below it write other
// results: loads, problems of lint, comparisons, what record and replay tell.
package report

import (
	"strings"
	"time"
)

// Document is a finished run as plain data: the one model that every format reads, and what a run's NDJSON holds.
// Members are added, never renamed. A format never changes it.
//
// Its texts are as they came, secrets included. A format masks them one by one ([Masked]) before it cuts or encodes
// anything, since half a secret or an encoded one is not recognized any more, and makes them visible ([safe.Visible]).
type Document struct {
	Verdict   string         `json:"verdict"`        // pass, fail, warn, skip or error
	Counts    map[string]int `json:"counts"`         // cases by outcome: pass, fail, warn, known, fixed, skip, error
	Notes     int            `json:"notes"`          // observations in cases, which fail nothing
	Seed      *uint64        `json:"seed,omitempty"` // nil: not known, as of a run whose end is lost; then Now is zero
	Now       time.Time      `json:"now,omitzero"`
	Version   string         `json:"version"`
	Catalogue string         `json:"catalogue"`
	Backend   string         `json:"backend"` // URL without its query
	SDKAppID  uint64         `json:"sdkAppId"`
	Signed    bool           `json:"signed"`
	// Captured is true of captured packets: seed and now do not make them again, and sdkAppId 0 means theirs.
	Captured bool      `json:"captured,omitempty"`
	Started  time.Time `json:"started,omitzero"` // zero: not known
	Seconds  float64   `json:"seconds"`
	Others   int       `json:"others,omitempty"` // callbacks of the catalogue that were left out by default
	Ended    string    `json:"ended,omitempty"`  // why the run ended early
	Rerun    string    `json:"rerun,omitempty"`  // the command line that runs again what failed
	Hints    []string  `json:"hints,omitempty"`  // what to look at first, where much was refused
	// Problems fail the run beside findings: budgets that were missed, known failures that pass.
	Problems []string  `json:"problems,omitempty"`
	Findings []Finding `json:"findings"` // one for each cause, the strongest first
	// Unverified is what was skipped for want of a token or the like; its cases are counted as skipped.
	Unverified []Unverified `json:"unverified,omitempty"`
	// Cases are in the order of the run. A run that is too long to keep has those that show its findings; the others
	// are counted in Counts and, by outcome, in Unlisted. A load lists no case.
	Cases    []Case         `json:"cases,omitempty"`
	Unlisted map[string]int `json:"unlisted,omitempty"`
	Load     *Load          `json:"load,omitempty"` // only of a load

	// Named gives the name of a file within the repository, which annotations and code scanning go by; nil: its own.
	Named func(file string) string `json:"-"`
}

// isMade is true where seed and now make the same packets again.
func (d *Document) isMade() bool { return d.Seed != nil && !d.Captured }

// fileOf is the file that holds the packet of a finding, as the repository names it. Packets that were made, and those
// of standard input, have none.
func (d *Document) fileOf(f Finding) string {
	from := strings.TrimPrefix(f.Case, f.Callback+"/")
	file := from[:max(0, strings.LastIndexByte(from, '#'))]
	switch {
	case !d.Captured || file == "" || file == "-":
		return ""
	case d.Named != nil:
		return d.Named(file)
	}
	return file
}
