package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/report/safe"
)

// lintSARIF keeps a result. Its column is a property, since SARIF counts characters and captures are counted in bytes.
func lintSARIF(l *LintWriter, p *LintProblem) {
	rules := lint.Rules()
	name := fmt.Sprintf("%s#%d", safe.Visible(p.File), p.Entry)
	cause := sha256.Sum256([]byte(p.Rule + "\x00" + p.Path + "\x00" + p.Message))
	l.run.Results = append(l.run.Results, sarifResult{
		RuleID: p.Rule, RuleIndex: slices.IndexFunc(rules, func(r lint.Rule) bool { return r.ID == p.Rule }),
		Level: severity(p.level), Message: sarifText{Text: safe.Visible(p.text)},
		Locations: []sarifLocation{{
			Physical: sarifPhysical{sarifArtifact{(&url.URL{Path: p.File}).String()}, sarifRegion{p.Line}},
			Logical:  []sarifLogical{{Name: name, QualifiedName: name, Kind: "exchange"}},
		}},
		Fingerprints: map[string]string{"timhookCause/v1": hex.EncodeToString(cause[:])},
		Properties:   map[string]any{"column": p.Column, "path": safe.Visible(p.Path), "subject": p.Subject},
	})
}

func lintSARIFUnreadable(l *LintWriter, u *LintUnreadable) {
	if len(l.run.Invocations) == 0 {
		l.run.Invocations = []sarifInvocation{{}}
	}
	notes := &l.run.Invocations[0].Notifications
	if len(*notes) < mostAlike {
		*notes = append(*notes, sarifNotification{"error", sarifText{Text: safe.Visible(fmt.Sprintf("%s:%d: %s", u.File, u.Line, u.Message))}})
	}
}

func lintSARIFEnd(l *LintWriter, s *LintSummary) {
	run := l.run
	if len(run.Invocations) == 0 {
		run.Invocations = []sarifInvocation{{}}
	}
	v := &run.Invocations[0]
	v.Successful, v.Start, v.End = s.Unreadable == 0 && !s.CutShort, sarifTime(s.Started), sarifTime(s.Ended)
	run.Tool.Driver = sarifDriver{Name: "timhook", Version: safe.Visible(l.options.Version), Rules: lintSARIFRules()}
	run.ColumnKind = "unicodeCodePoints"
	run.Properties = map[string]any{
		"exchanges": s.Exchanges, "unreadable": s.Unreadable, "must": s.Must, "should": s.Should, "may": s.May, "leftOff": s.LeftOff,
	}
	if run.Results == nil {
		run.Results = []sarifResult{}
	}
	enc := safe.Encoder(l.w)
	enc.SetIndent("", "  ")
	_ = enc.Encode(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}) // the writer keeps its error
}

func lintSARIFRules() []sarifRule {
	var list []sarifRule
	for _, r := range lint.Rules() {
		source := fmt.Sprintf("Source: %s (%s)", r.Source, r.Evidence)
		list = append(list, sarifRule{
			ID: r.ID, Short: sarifText{Text: r.Doc}, Full: sarifText{Text: r.Doc + ". " + source},
			Help:       sarifText{Text: source + "\nMore: timhook explain " + r.ID, Markdown: "**Source**: " + mdText(r.Source+" ("+r.Evidence.String()+")")},
			Default:    sarifLevel{severity(r.Level)},
			Properties: map[string]any{"level": r.Level.String(), "evidence": r.Evidence.String(), "tags": []string{string(r.Subject)}},
		})
	}
	return list
}
