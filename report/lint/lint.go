// Package lintreport writes what lint finds, problem by problem, so that a capture may have any length.
package lintreport

import (
	"io"
	"time"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/github"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/sarif"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Write writes the parts of a format. Only problem and end are in all of them.
type Write struct {
	// Data is true of formats for programs. They get all problems unless they ask for fewer.
	Data bool

	begin      func(*Writer)
	problem    func(*Writer, *Problem)
	entry      func(w *Writer, e *read.Entry, fails bool) // behind its problems
	unreadable func(*Writer, *Unreadable)
	end        func(*Writer, *Summary)
}

// Formats lists the formats of problems.
func Formats() formats.Table[Write] {
	return formats.Table[Write]{
		{
			Name: "text", Doc: "FILE:LINE:COLUMN: error|warning|note: rule: message",
			Write: Write{problem: textProblem, end: textEnd},
		}, {
			Name: "json", Doc: "one document: problems, summary",
			Write: Write{Data: true, begin: jsonBegin, problem: jsonProblem, end: jsonEnd},
		}, {
			Name: "ndjson", Doc: "one line for each problem, then one with the summary",
			Write: Write{Data: true, problem: lineProblem, unreadable: lineUnreadable, end: lineEnd},
		}, {
			Name: "github", Doc: "annotations of a GitHub workflow, the ten worst of a kind",
			Write: Write{problem: gitHubProblem, unreadable: gitHubUnreadable, end: gitHubEnd},
		}, {
			Name: "junit", Doc: "JUnit XML, a test case for each exchange",
			Write: Write{
				begin: junitBegin, problem: junitProblem, entry: junitEntry, unreadable: junitUnreadable, end: junitEnd,
			},
		}, {
			Name: "codequality", Doc: "a report of GitLab's Code Quality",
			Write: Write{
				begin: qualityBegin, problem: qualityProblem, unreadable: qualityUnreadable, end: qualityEnd,
			},
		}, {
			Name: "sarif", Doc: "SARIF 2.1.0, for code scanning",
			Write: Write{begin: sarifBegin, problem: sarifProblem, unreadable: sarifUnreadable, end: sarifEnd},
		},
	}
}

// Problem is a problem as the formats write it.
type Problem struct {
	File     string `json:"file"`
	Entry    int    `json:"entry"` // the N of FILE#N
	Line     int    `json:"line"`
	Column   int    `json:"column"` // in bytes, from 1
	Level    string `json:"level"`  // MUST, SHOULD or MAY
	Rule     string `json:"rule"`
	Subject  string `json:"subject"` // request, query, packet or answer
	Path     string `json:"path,omitempty"`
	Message  string `json:"message"`
	Source   string `json:"source"`
	Evidence string `json:"evidence"`

	text  string // the message, with its place in the request in front
	level payloads.Level
	named string // the file, as the repository names it
}

// Unreadable is an entry that could not be judged, since it could not be read.
type Unreadable struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`

	named string // as of a [Problem]
}

// Summary counts all that was judged and found, also what is not written.
type Summary struct {
	Inputs     int            `json:"inputs"`
	Exchanges  int            `json:"exchanges"`
	Kinds      map[string]int `json:"kinds"` // exchanges of each kind of input
	Unreadable int            `json:"unreadable"`
	PassedOver []PassedOver   `json:"passed_over,omitempty"`
	Must       int            `json:"must"`
	Should     int            `json:"should"`
	May        int            `json:"may"`
	LeftOff    map[string]int `json:"left_off,omitempty"` // problems of each rule that are not written
	Started    time.Time      `json:"started"`
	Ended      time.Time      `json:"ended"`
	CutShort   bool           `json:"cut_short,omitempty"` // interrupted, or ended at an entry that cannot be read
}

// PassedOver are requests of an input that are none of Chat's callbacks, for one reason.
type PassedOver struct {
	File   string `json:"file"`
	Line   int    `json:"line"` // of the first of them
	Count  int    `json:"count"`
	Reason string `json:"reason"`
}

// PassOver takes what an input held beside callbacks.
func (s *Summary) PassOver(in read.Input, found *read.Summary) {
	for _, p := range found.Passed {
		s.PassedOver = append(s.PassedOver, PassedOver{in.Name, max(p.Line, 1), p.Count, p.Why})
	}
}

// Options are what is written. The zero value writes every problem that breaks a MUST.
type Options struct {
	Level   payloads.Level // weaker problems are counted, and not written
	Max     int            // problems of each rule that are written; 0: all
	Version string         // of timhook
	Palette terminal.Palette
	Named   func(file string) string // the name of a file within its repository; nil: its own
}

// Writer writes problems in a format as they are found.
type Writer struct {
	w       *safe.StickyWriter
	hide    secret.Patterns
	format  Write
	options Options
	began   bool
	written int
	hidden  int // problems below the level
	counts  map[string]*ruleCount
	order   []string // of the keys of counts, as they were first met

	// The results of the formats that are written at the end. Max bounds them.
	run         sarif.Run
	annotations github.Annotations
	tests       *junitTests
	prints      map[string]int // of Code Quality: how many results have a fingerprint
}

// mostKeys bounds the notes that are counted one by one.
const mostKeys = 200

// ruleCount is how many problems of a rule there are, and how many of them were written. Of notes on inputs each text
// has a count of its own.
type ruleCount struct {
	rule, key      string
	level          payloads.Level
	found, written int
}

// NewWriter writes to w.
func NewWriter(w io.Writer, format Write, o Options) *Writer {
	return &Writer{
		w: &safe.StickyWriter{W: w}, hide: safe.SecretsOf(w), format: format, options: o,
		counts: map[string]*ruleCount{},
	}
}

// Problem writes a problem of an entry, or counts it where Options.Max are written. A note on an odd input is written
// at every level, and once for many entries, unless all problems are.
func (l *Writer) Problem(e *read.Entry, p *lint.Problem) error {
	if p.Level > l.options.Level && p.Rule != lint.InputOdd {
		l.hidden++
		return nil
	}
	key, most := p.Rule, l.options.Max
	if p.Rule == lint.InputOdd && most > 0 && len(l.counts) < mostKeys {
		key, most = p.Rule+": "+l.hide.Mask(p.Message), 1
	}
	c := l.counts[key]
	if c == nil {
		c = &ruleCount{level: p.Level, rule: p.Rule, key: key}
		l.counts[key] = c
		l.order = append(l.order, key)
	}
	c.found++
	if most > 0 && c.found > most {
		return nil
	}
	c.written++
	l.begin()
	l.format.problem(l, l.problemOf(e, p))
	return l.w.Err
}

func (l *Writer) problemOf(e *read.Entry, p *lint.Problem) *Problem {
	rule, _ := lint.LookupRule(p.Rule)
	hide := l.hide.With(e.Request.Named(l.hide.Told())...)
	shown := p.Masked(hide)
	return &Problem{
		File: hide.Mask(e.Input), Entry: e.Number, Line: p.Place.Line, Column: p.Place.Column,
		Level: p.Level.String(), Rule: p.Rule, Subject: string(p.Subject), Path: shown.Path, Message: shown.Message,
		Source: p.Source, Evidence: rule.Evidence.String(), text: hide.Mask(shown.Text()), level: p.Level,
		named: l.named(e.Input),
	}
}

// named is a file as the repository names it.
func (l *Writer) named(file string) string {
	if l.options.Named != nil {
		file = l.options.Named(file)
	}
	return l.hide.Mask(file)
}

// Entry tells of an exchange that was judged, once its problems are written. It fails the run or does not.
func (l *Writer) Entry(e *read.Entry, fails bool) error {
	l.begin()
	if l.format.entry != nil {
		l.format.entry(l, e, fails)
	}
	return l.w.Err
}

// Unreadable writes an entry that could not be read, in formats with a place for it.
func (l *Writer) Unreadable(b *read.BadEntry) error {
	l.begin()
	if l.format.unreadable != nil {
		l.format.unreadable(l, &Unreadable{
			File: l.hide.Mask(b.Input), Line: max(b.Line, 1), Message: l.hide.Mask(secret.Note(b.Err.Error())),
			named: l.named(b.Input),
		})
	}
	return l.w.Err
}

// End writes the end of the format, with the summary.
func (l *Writer) End(s Summary) error {
	l.begin()
	l.leftOff(func(c *ruleCount, n int) {
		if s.LeftOff == nil {
			s.LeftOff = map[string]int{}
		}
		s.LeftOff[c.rule] += n
	})
	l.format.end(l, &s)
	return l.w.Err
}

// Hidden is how many problems were not written since they are below the level.
func (l *Writer) Hidden() int { return l.hidden }

func (l *Writer) begin() {
	if !l.began && l.format.begin != nil {
		l.format.begin(l)
	}
	l.began = true
}

// leftOff calls tell for each rule with problems that were not written, in the order in which the rules were met.
func (l *Writer) leftOff(tell func(c *ruleCount, n int)) {
	for _, key := range l.order {
		if c := l.counts[key]; c.found > c.written {
			tell(c, c.found-c.written)
		}
	}
}
