package lintreport

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/report/junit"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture/read"
)

// mostTests bounds the exchanges of a file that are test cases, those that fail and the others. More are counted.
const mostTests = 1000

// junitTests are a test suite for each file and a test case for each exchange in it.
type junitTests struct {
	suites []*fileTests
	found  []*Problem // of the exchange that is judged now
}

type fileTests struct {
	junit.Suite
	failed, passed int
}

func junitBegin(l *Writer) { l.tests = &junitTests{} }

func (t *junitTests) of(file string) *fileTests {
	for _, s := range t.suites {
		if s.Name == safe.Visible(file) {
			return s
		}
	}
	t.suites = append(t.suites, &fileTests{Suite: junit.NewSuite(file, time.Time{})})
	return t.suites[len(t.suites)-1]
}

func junitProblem(l *Writer, p *Problem) { l.tests.found = append(l.tests.found, p) }

// junitEntry adds an exchange. One that fails nothing has its problems in its system-out.
func junitEntry(l *Writer, e *read.Entry, fails bool) {
	file := l.hide.Mask(e.Input)
	s, found := l.tests.of(file), l.tests.found
	l.tests.found = nil
	count := &s.passed
	if fails {
		count = &s.failed
	}
	if *count++; *count > mostTests {
		return
	}
	c := junit.Case{
		Name:      safe.Visible(strings.TrimSpace(fmt.Sprintf("#%d %s", e.Number, l.hide.Mask(e.Command())))),
		ClassName: safe.Visible(file),
	}
	var text strings.Builder
	for _, p := range found {
		fmt.Fprintf(&text, "%s %s, line %d: %s\n", severity(p.level), p.Rule, p.Line, safe.Visible(p.text))
	}
	switch {
	case !fails:
		c.SystemOut = text.String()
	case len(found) == 0:
		c.Failure = &junit.Problem{Message: "problems that others have too; --max 0 shows all", Type: "more"}
	default:
		worst := slices.MinFunc(found, func(a, b *Problem) int { return cmp.Compare(a.level, b.level) })
		c.Failure = &junit.Problem{Message: safe.Visible(worst.text), Type: worst.Rule, Text: text.String()}
	}
	s.Add(c, 0)
}

func junitUnreadable(l *Writer, u *Unreadable) {
	s := l.tests.of(u.File)
	s.Add(junit.Case{
		Name: fmt.Sprintf("line %d", u.Line), ClassName: s.Name,
		Error: &junit.Problem{Message: safe.Visible(u.Message), Type: "unreadable"},
	}, 0)
}

func junitEnd(l *Writer, s *Summary) {
	for _, p := range s.PassedOver {
		suite := l.tests.of(l.hide.Mask(p.File))
		suite.Add(junit.Case{
			Name: fmt.Sprintf("line %d: passed over", p.Line), ClassName: suite.Name,
			Skipped: &junit.Problem{Message: safe.Visible(l.hide.Mask(p.inWords()))},
		}, 0)
	}
	var list []junit.Suite
	for _, suite := range l.tests.suites {
		suite.countUnlisted()
		list = append(list, suite.Suite)
	}
	if s.CutShort {
		run := junit.NewSuite("run", s.Started)
		run.Add(junit.Case{
			Name: "ended early", ClassName: "run",
			Error: &junit.Problem{Message: "the inputs were not read to their ends", Type: "ended"},
		}, 0)
		list = append(list, run)
	}
	if err := junit.Write(l.w, s.Ended.Sub(s.Started).Seconds(), list); err != nil && l.w.Err == nil {
		l.w.Err = err
	}
}

// countUnlisted tells of the exchanges beyond the bounds.
func (s *fileTests) countUnlisted() {
	if more := s.passed - mostTests; more > 0 {
		s.Properties.Add("unlisted", fmt.Sprintf("%d more exchanges without an error", more))
	}
	if more := s.failed - mostTests; more > 0 {
		s.Add(junit.Case{
			Name: fmt.Sprintf("and %d more", more), ClassName: s.Name,
			Failure: &junit.Problem{Message: fmt.Sprintf("%d more exchanges fail", more), Type: "more"},
		}, 0)
	}
}
