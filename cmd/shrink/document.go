package shrink

import (
	"context"
	"errors"
	"fmt"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
)

// shrunkDocument is what the verb found, as data. Members are added, never renamed.
type shrunkDocument struct {
	Found      bool         `json:"found"`
	Sent       int          `json:"sent"` // callbacks until one drew a finding, that one included
	Case       string       `json:"case,omitempty"`
	Callback   string       `json:"callback,omitempty"`
	Check      string       `json:"check,omitempty"`
	Title      string       `json:"title,omitempty"`
	Level      string       `json:"level,omitempty"`
	Path       string       `json:"path,omitempty"`
	Got        string       `json:"got,omitempty"`
	Want       string       `json:"want,omitempty"`
	Others     []string     `json:"others,omitempty"` // checks whose findings were not asked for
	Flaky      bool         `json:"flaky,omitempty"`  // the same packet did not draw the finding again
	From       int          `json:"fromBytes,omitempty"`
	To         int          `json:"toBytes,omitempty"`
	Tries      int          `json:"tries"`
	Steps      []shrunkStep `json:"steps,omitempty"`
	Ended      string       `json:"ended,omitempty"` // why there may be a smaller one
	Body       string       `json:"body,omitempty"`
	BodyBase64 string       `json:"bodyBase64,omitempty"`
	Again      string       `json:"again,omitempty"`
	Curl       string       `json:"curl,omitempty"`
}

type shrunkStep struct {
	Path  string `json:"path"`
	What  string `json:"what"`
	Bytes int    `json:"bytes"`
}

// document is what was found, once there is a finding.
func (s *shrinking) document(why error) shrunkDocument {
	f := s.finding
	doc := shrunkDocument{
		Found: true, Sent: s.sent, Case: s.first.Name(), Callback: s.first.Packet.Command.Name, Check: f.Check.ID, Title: f.Check.Title,
		Level: f.Level.String(), Path: f.Path, Got: f.Got, Want: f.Want, Others: s.others,
		From: len(s.first.Packet.Body), To: len(s.shrunk.Body), Tries: s.tries,
	}
	for _, step := range s.shrunk.Steps {
		doc.Steps = append(doc.Steps, shrunkStep{step.Path.Pointer(), step.What, step.Bytes})
	}
	switch {
	case errors.Is(why, context.Canceled):
		doc.Ended = cli.ErrInterrupted.Error()
	case why != nil:
		doc.Ended = why.Error()
	}
	doc.Flaky = !s.again.Shows(s.finding) || !s.last.Shows(s.finding)
	doc.Body, doc.BodyBase64 = safe.TextOrBase64(string(s.shrunk.Body))
	doc.Again, doc.Curl = s.againLine(), s.curlLine()
	return doc
}

// againLine is the command line that sends the smallest packet once more. It is empty where no verb takes such a packet.
func (s *shrinking) againLine() string {
	packet := s.first.Packet
	body := string(s.shrunk.Body)
	if _, err := jsontree.Parse(s.shrunk.Body); err != nil {
		return ""
	}
	isReplay := packet.Command.Request == nil // send knows no such callback
	verb := "send " + packet.Command.Short
	if isReplay {
		verb = "replay"
	}
	words := s.o.command(verb, s.runner.Target) + s.queryWords()
	switch {
	case s.o.output != "" && isReplay:
		return words + " " + safe.Quote(s.o.output)
	case s.o.output != "":
		return words + " --body " + safe.Quote(s.o.output)
	case len(body) > longestInLine || safe.Visible(body) != body:
		return ""
	case isReplay:
		return "printf %s " + safe.Quote(body) + " | " + words + " -"
	}
	return "printf %s " + safe.Quote(body) + " | " + words + " --body -"
}

// longestInLine is how long a packet may be that stands in a command line.
const longestInLine = 1000

// queryWords repeat the parameters that a captured request came with, and those of a built packet, unless flags have said so already.
func (s *shrinking) queryWords() string {
	words := ""
	for _, q := range s.o.target.AddressFlags() {
		if q.Flag.Changed {
			continue
		}
		if request := s.last.Exchange; request != nil {
			for _, p := range request.Request.Query {
				if p.Name == q.Parameter {
					words += fmt.Sprintf(" --%s %s", q.Flag.Name, safe.Quote(p.Value))
				}
			}
		}
	}
	return words
}

// curlLine is the finding's line of a report about the smallest packet alone.
func (s *shrinking) curlLine() string {
	if !s.last.Shows(s.finding) {
		return ""
	}
	run := &conformance.Report{Command: s.o.command("send", s.runner.Target), Results: []conformance.Result{s.last}}
	for _, f := range report.NewDocument(run).Findings {
		if f.Check == s.finding.Check.ID && f.Want == s.finding.Want {
			return f.Curl
		}
	}
	return ""
}

// judgedLess says that send judges the smallest packet by less than what drew the finding.
func (s *shrinking) judgedLess() bool {
	packet := payloads.Packet{Command: s.first.Packet.Command, Body: s.shrunk.Body}
	return s.first.Expect.Accepts() && !conformance.Plan([]payloads.Packet{packet}, s.runner.Target)[0].Expect.Accepts()
}
