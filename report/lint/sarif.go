package lintreport

import (
	"fmt"
	"slices"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/sarif"
	"github.com/timhook/timhook/report/words"
)

// mostUnreadable entries are named in SARIF, whose readers show few of them.
const mostUnreadable = 3

func sarifBegin(l *Writer) {
	l.run = sarif.NewRun(l.options.Version, sarifRules())
	l.run.Invocations = []sarif.Invocation{{}}
}

// sarifProblem keeps a result. Its column is a property, since SARIF counts characters and captures are counted in
// bytes.
func sarifProblem(l *Writer, p *Problem) {
	l.run.Results = append(l.run.Results, sarif.Result{
		RuleID:       p.Rule,
		RuleIndex:    slices.IndexFunc(lint.Rules(), func(r lint.Rule) bool { return r.ID == p.Rule }),
		Level:        severity(p.level),
		Message:      sarif.Visible(p.text),
		Locations:    sarif.At(p.named, p.Line, fmt.Sprintf("%s#%d", p.File, p.Entry), "exchange"),
		Fingerprints: sarif.Cause(p.Rule, p.Path, p.Message),
		Properties:   map[string]any{"column": p.Column, "path": safe.Visible(p.Path), "subject": p.Subject},
	})
}

func sarifUnreadable(l *Writer, u *Unreadable) {
	if v := &l.run.Invocations[0]; len(v.Notifications) < mostUnreadable {
		v.Failed(fmt.Sprintf("%s:%d: %s", u.named, u.Line, u.Message))
	}
}

func sarifEnd(l *Writer, s *Summary) {
	v := &l.run.Invocations[0]
	v.Successful, v.Start, v.End = s.Unreadable == 0 && !s.CutShort, sarif.Time(s.Started), sarif.Time(s.Ended)
	l.run.Properties = map[string]any{
		"exchanges": s.Exchanges, "unreadable": s.Unreadable, "must": s.Must, "should": s.Should, "may": s.May,
		"leftOff": s.LeftOff, "passedOver": s.PassedOver,
	}
	_ = sarif.Write(l.w, l.run) // the writer keeps its error
}

func sarifRules() []sarif.Rule {
	var list []sarif.Rule
	for _, r := range lint.Rules() {
		evidence := r.Evidence.String()
		source := fmt.Sprintf("Source: %s (%s)", r.Source, evidence)
		list = append(list, sarif.Rule{
			ID: r.ID, Short: sarif.Text{Text: r.Doc}, Full: sarif.Text{Text: r.Doc + ". " + source},
			Help: sarif.Text{
				Text:     source + "\nMore: timhook explain " + r.ID,
				Markdown: "**Source**: " + markdown.Text(r.Source+" ("+evidence+")"),
			},
			HelpURI: words.Page("rules", r.ID),
			Default: sarif.Level{Level: severity(r.Level)},
			Properties: map[string]any{
				"level": r.Level.String(), "evidence": evidence, "tags": []string{string(r.Subject)},
			},
		})
	}
	return list
}
