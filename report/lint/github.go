package lintreport

import (
	"fmt"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/github"
)

// annotation is the kind of GitHub's annotations for a level.
func annotation(level payloads.Level) string {
	return [...]string{github.Error, github.Warning, github.Notice}[level]
}

func gitHubProblem(l *Writer, p *Problem) {
	l.annotations.Add(github.Annotation{
		Kind: annotation(p.level), Title: p.Rule, File: p.named, Line: p.Line, Column: p.Column,
		Lines: []string{p.text},
	})
}

func gitHubUnreadable(l *Writer, u *Unreadable) {
	l.annotations.Add(github.Annotation{
		Kind: github.Error, Title: "unreadable", File: u.named, Line: u.Line, Lines: []string{u.Message},
	})
}

func gitHubEnd(l *Writer, s *Summary) {
	l.leftOff(func(c *ruleCount, n int) { l.annotations.Count(annotation(c.level), c.rule, n) })
	for _, p := range s.PassedOver {
		l.annotations.Add(github.Annotation{
			Kind: github.Notice, Title: "passed over", File: l.named(p.File), Line: p.Line,
			Lines: []string{p.inWords()},
		})
	}
	counts := fmt.Sprintf("%d exchanges: %d MUST, %d SHOULD, %d MAY", s.Exchanges, s.Must, s.Should, s.May)
	if s.Unreadable > 0 {
		counts += fmt.Sprintf("; %d unreadable", s.Unreadable)
	}
	if s.CutShort {
		counts += "; ended early"
	}
	l.annotations.Write(l.w, github.Annotation{Kind: github.Notice, Title: "timhook", Lines: []string{counts}})
}
