package record

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/report/safe"
)

// recordLine is an exchange on a line of --format ndjson.
type recordLine struct {
	Time      time.Time       `json:"time"`
	Method    string          `json:"method"`
	Callback  string          `json:"callback"`
	Group     string          `json:"group,omitempty"`
	Bytes     int             `json:"bytes"`
	Truncated bool            `json:"truncated,omitempty"`
	Status    int             `json:"status"`
	Ms        float64         `json:"ms"`
	AddedMs   *float64        `json:"added_ms,omitempty"`
	Verdict   string          `json:"verdict,omitempty"`
	Failure   string          `json:"failure,omitempty"`
	Gone      bool            `json:"sender_gone,omitempty"`
	Saved     bool            `json:"saved"`
	Findings  []recordFinding `json:"findings,omitempty"`
}

type recordFinding struct {
	Rule    string `json:"rule"`
	Level   string `json:"level"`
	Subject string `json:"subject"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
}

func (s *recordSession) jsonLine(e record.Event, verdict judge.Outcome) {
	line := recordLine{
		Time: e.Time, Method: e.Method, Callback: e.Command, Group: e.Group, Bytes: e.Bytes, Truncated: e.Truncated, Status: e.Status,
		Ms: inMilliseconds(e.Whole), Failure: e.Failure, Gone: e.Gone, Saved: !e.Unsaved, Findings: findingsOf(e.Problems),
	}
	if e.Forwarded {
		added := inMilliseconds(e.Added)
		line.AddedMs = &added
	}
	if s.o.check || e.Unreached {
		line.Verdict = strings.ToLower(verdict.String())
	}
	enc := json.NewEncoder(safe.InertJSON(s.a.Out))
	enc.SetEscapeHTML(false)
	if err := enc.Encode(line); err != nil { // it holds texts and numbers only
		s.a.Note("note: an exchange cannot be shown: %v", err)
	}
}

func findingsOf(problems []lint.Problem) []recordFinding {
	var list []recordFinding
	for _, p := range problems {
		list = append(list, recordFinding{p.Rule, p.Level.String(), string(p.Subject), p.Path, p.Message})
	}
	return list
}
