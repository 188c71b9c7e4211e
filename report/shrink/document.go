package shrinkreport

import (
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
)

// Document is what was found, as data. Members are added, never renamed.
type Document struct {
	Found      bool     `json:"found"`
	Sent       int      `json:"sent"` // callbacks until one drew a finding, that one included
	Case       string   `json:"case,omitempty"`
	Callback   string   `json:"callback,omitempty"`
	Check      string   `json:"check,omitempty"`
	Title      string   `json:"title,omitempty"`
	Level      string   `json:"level,omitempty"`
	Path       string   `json:"path,omitempty"`
	Got        string   `json:"got,omitempty"`
	Want       string   `json:"want,omitempty"`
	Others     []string `json:"others,omitempty"` // checks whose findings were not asked for
	Flaky      bool     `json:"flaky,omitempty"`  // the same packet did not draw the finding again
	From       int      `json:"fromBytes,omitempty"`
	To         int      `json:"toBytes,omitempty"`
	Tries      int      `json:"tries"`
	Steps      []Step   `json:"steps,omitempty"`
	Ended      string   `json:"ended,omitempty"` // why there may be a smaller one
	Body       string   `json:"body,omitempty"`
	BodyBase64 string   `json:"bodyBase64,omitempty"`
	Reproduce  string   `json:"reproduce,omitempty"`
	Curl       string   `json:"curl,omitempty"`
}

// Step is something that was left out of the packet, or made simpler.
type Step struct {
	Path  string `json:"path"`
	What  string `json:"what"`
	Bytes int    `json:"bytes"`
}

// Document is what was found as data.
func (s *Search) Document() Document {
	if !s.Found() {
		return Document{Sent: s.Sent, Others: s.Others}
	}
	f := s.Finding
	doc := Document{
		Found: true, Sent: s.Sent, Case: s.First.Name(), Callback: s.First.Packet.Command.Name,
		Check: f.Check.ID, Title: f.Check.Title, Level: f.Level.String(), Path: f.Path, Got: f.Got, Want: f.Want,
		Others: s.Others, Flaky: !s.Second.Shows(f) || !s.Last.Shows(f),
		From: len(s.First.Packet.Body), To: len(s.Smallest.Body), Tries: s.Tries, Ended: s.Ended,
		Reproduce: s.Repeat, Curl: s.curl(),
	}
	for _, step := range s.Smallest.Steps {
		doc.Steps = append(doc.Steps, Step{step.Path.Pointer(), step.What, step.Bytes})
	}
	doc.Body, doc.BodyBase64 = safe.TextOrBase64(string(s.Smallest.Body))
	return doc
}

// curl is the finding's curl line of a report about the smallest packet alone.
func (s *Search) curl() string {
	if !s.Last.Shows(s.Finding) {
		return ""
	}
	run := &conformance.Report{Command: s.Command, Results: []conformance.Result{s.Last}}
	for _, f := range report.NewDocument(run).Findings {
		if f.Check == s.Finding.Check.ID && f.Want == s.Finding.Want {
			return f.Curl
		}
	}
	return ""
}

// judgedLess is true when send holds the answer to the smallest packet to less than what drew the finding.
func (s *Search) judgedLess() bool {
	packet := payloads.Packet{Command: s.First.Packet.Command, Body: s.Smallest.Body}
	judged := conformance.Deliveries([]payloads.Packet{packet}, s.Target)[0]
	return s.First.Expect.Accepts() && !judged.Expect.Accepts()
}
