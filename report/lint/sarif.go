package lintreport

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/sarif"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
)

// lintSARIF keeps a result. Its column is a property, since SARIF counts characters and captures are counted in bytes.
func lintSARIF(l *Writer, p *Problem) {
	rules := lint.Rules()
	name := fmt.Sprintf("%s#%d", safe.Visible(p.File), p.Entry)
	cause := sha256.Sum256([]byte(p.Rule + "\x00" + p.Path + "\x00" + p.Message))
	l.run.Results = append(l.run.Results, sarif.Result{
		RuleID: p.Rule, RuleIndex: slices.IndexFunc(rules, func(r lint.Rule) bool { return r.ID == p.Rule }),
		Level: severity(p.level), Message: sarif.Text{Text: safe.Visible(p.text)},
		Locations: []sarif.Location{{
			Physical: sarif.Physical{Artifact: sarif.Artifact{URI: (&url.URL{Path: p.File}).String()}, Region: sarif.Region{StartLine: p.Line}},
			Logical:  []sarif.Logical{{Name: name, QualifiedName: name, Kind: "exchange"}},
		}},
		Fingerprints: map[string]string{"timhookCause/v1": hex.EncodeToString(cause[:])},
		Properties:   map[string]any{"column": p.Column, "path": safe.Visible(p.Path), "subject": p.Subject},
	})
}

func lintSARIFUnreadable(l *Writer, u *Unreadable) {
	if len(l.run.Invocations) == 0 {
		l.run.Invocations = []sarif.Invocation{{}}
	}
	notes := &l.run.Invocations[0].Notifications
	if len(*notes) < report.MostAlike {
		*notes = append(*notes, sarif.Notification{Level: "error", Message: sarif.Text{Text: safe.Visible(fmt.Sprintf("%s:%d: %s", u.File, u.Line, u.Message))}})
	}
}

func lintSARIFEnd(l *Writer, s *Summary) {
	run := l.run
	if len(run.Invocations) == 0 {
		run.Invocations = []sarif.Invocation{{}}
	}
	v := &run.Invocations[0]
	v.Successful, v.Start, v.End = s.Unreadable == 0 && !s.CutShort, sarif.Time(s.Started), sarif.Time(s.Ended)
	run.Tool.Driver = sarif.Driver{Name: "timhook", Version: safe.Visible(l.options.Version), Rules: lintSARIFRules()}
	run.ColumnKind = "unicodeCodePoints"
	run.Properties = map[string]any{
		"exchanges": s.Exchanges, "unreadable": s.Unreadable, "must": s.Must, "should": s.Should, "may": s.May, "leftOff": s.LeftOff,
	}
	if run.Results == nil {
		run.Results = []sarif.Result{}
	}
	enc := safe.Encoder(l.w)
	enc.SetIndent("", "  ")
	_ = enc.Encode(sarif.Log{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarif.Run{run}}) // the writer keeps its error
}

func lintSARIFRules() []sarif.Rule {
	var list []sarif.Rule
	for _, r := range lint.Rules() {
		source := fmt.Sprintf("Source: %s (%s)", r.Source, r.Evidence)
		list = append(list, sarif.Rule{
			ID: r.ID, Short: sarif.Text{Text: r.Doc}, Full: sarif.Text{Text: r.Doc + ". " + source},
			Help:       sarif.Text{Text: source + "\nMore: timhook explain " + r.ID, Markdown: "**Source**: " + markdown.Text(r.Source+" ("+r.Evidence.String()+")")},
			Default:    sarif.Level{Level: severity(r.Level)},
			Properties: map[string]any{"level": r.Level.String(), "evidence": r.Evidence.String(), "tags": []string{string(r.Subject)}},
		})
	}
	return list
}
