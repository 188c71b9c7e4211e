package recordreport

import (
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// exchangeLine is an exchange on a line of --format ndjson.
type exchangeLine struct {
	Time      time.Time `json:"time"`
	Method    string    `json:"method"`
	Callback  string    `json:"callback"`
	Group     string    `json:"group,omitempty"`
	Bytes     int       `json:"bytes"`
	Truncated bool      `json:"truncated,omitempty"`
	Status    int       `json:"status"`
	Ms        float64   `json:"ms"`
	AddedMs   *float64  `json:"added_ms,omitempty"`
	Verdict   string    `json:"verdict,omitempty"`
	Decision  string    `json:"decision,omitempty"` // what Chat would do after an answer that decides
	Failure   string    `json:"failure,omitempty"`
	Gone      bool      `json:"sender_gone,omitempty"`
	Saved     bool      `json:"saved"`
	Findings  []finding `json:"findings,omitempty"`
	File      string    `json:"file,omitempty"` // with entry, the FILE#N of other verbs
	Entry     int       `json:"entry,omitempty"`
	AtFault   []string  `json:"at_fault,omitempty"`    // "request", "answer"
	Passed    string    `json:"passed_over,omitempty"` // why it is none of Chat's callbacks
}

type finding struct {
	Rule    string `json:"rule"`
	Level   string `json:"level"`
	Subject string `json:"subject"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
}

// json writes an exchange as a line of JSON.
func (l Lines) json(e record.Event, verdict judge.Outcome) {
	line := exchangeLine{
		Time: e.Time, Method: e.Method, Callback: e.Command, Group: e.Group, Bytes: e.Bytes, Truncated: e.Truncated,
		Status: e.Status, Ms: words.MS(e.Whole), Failure: e.Failure, Gone: e.Gone, Saved: !e.Unsaved,
		Findings: findingsOf(e.Problems), Decision: e.Decision,
	}
	line.Passed, line.Entry = e.Other, e.Entry.Number
	if line.Entry > 0 {
		line.File = e.Entry.Path
	}
	request, answer := e.AtFault()
	if request {
		line.AtFault = append(line.AtFault, "request")
	}
	if answer {
		line.AtFault = append(line.AtFault, "answer")
	}
	if e.Forwarded {
		added := words.MS(e.Added)
		line.AddedMs = &added
	}
	if l.Judged || e.Unreached {
		line.Verdict = words.Outcome(verdict)
	}
	_ = safe.Encoder(l.W).Encode(line) // it holds texts and numbers only, and the writer keeps its error
}

func findingsOf(problems []lint.Problem) []finding {
	var list []finding
	for _, p := range problems {
		list = append(list, finding{p.Rule, p.Level.String(), string(p.Subject), p.Path, p.Message})
	}
	return list
}
