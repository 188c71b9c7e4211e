package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/sarif"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// writeSARIF writes a rule for each check and a result for each finding. Its place is the file of a captured packet,
// and otherwise the case, since a black box has no lines; readers that show files show the case's name.
func writeSARIF(w io.Writer, d *Document) error {
	d = why.Masked(w, d)
	var rules []sarif.Rule
	for _, f := range checksOf(d) {
		rules = append(rules, sarifRuleOf(f))
	}
	run := sarif.NewRun(d.Version, rules)
	run.Invocations = []sarif.Invocation{invocationOf(d)}
	run.Properties = map[string]any{
		"catalogue": safe.Visible(d.Catalogue), "backend": safe.Visible(d.Backend), "verdict": safe.Visible(d.Verdict),
		"counts": d.Counts,
	}
	if d.Rerun != "" {
		run.Properties["rerun"] = safe.Visible(d.Rerun)
	}
	if len(d.Unverified) > 0 {
		run.Properties["unverified"] = unverifiedLines(d)
	}
	if lines := decisionLines(d); len(lines) > 0 {
		for i := range lines {
			lines[i] = safe.Visible(lines[i])
		}
		run.Properties["decided"] = lines
	}
	if d.isMade() {
		run.Properties["seed"], run.Properties["now"] = *d.Seed, d.Now
	}
	for _, f := range d.Findings {
		run.Results = append(run.Results, sarifResultOf(d, f, rules))
	}
	return sarif.Write(w, run)
}

func sarifRuleOf(f Finding) sarif.Rule {
	source := fmt.Sprintf("%s (%s)", f.Source, f.Evidence)
	return sarif.Rule{
		ID: safe.Visible(f.Check), Short: sarif.Visible(f.Title), Full: sarif.Visible(f.Title + " Source: " + source),
		Help: sarif.Text{
			Text: safe.Visible("Impact: "+f.Impact) + "\n" +
				safe.Visible("Fix: "+f.Fix) + "\n" + safe.Visible("Source: "+source),
			Markdown: "**Impact**: " + markdown.Text(f.Impact) + "\n\n**Fix**: " + markdown.Text(f.Fix) +
				"\n\n**Source**: " + markdown.Text(source),
		},
		HelpURI: f.Docs,
		Default: sarif.Level{Level: sarifLevelOf(outcomeOfLevel(f.Level))},
		Properties: map[string]any{
			"level": safe.Visible(f.Level), "evidence": safe.Visible(f.Evidence), "tags": []string{"conformance"},
		},
	}
}

func ruleIndex(rules []sarif.Rule, check string) int {
	return slices.IndexFunc(rules, func(r sarif.Rule) bool { return r.ID == safe.Visible(check) })
}

func sarifLevelOf(outcome string) string {
	switch words.OutcomeNamed(outcome) {
	case judge.OutcomeOf(payloads.Must):
		return "error"
	case judge.OutcomeOf(payloads.Should):
		return "warning"
	}
	return "note"
}

func sarifResultOf(d *Document, f Finding, rules []sarif.Rule) sarif.Result {
	text := append([]string{f.Message}, summed(f)...)
	for i := range text {
		text[i] = safe.Visible(text[i])
	}
	r := sarif.Result{
		RuleID: safe.Visible(f.Check), RuleIndex: ruleIndex(rules,
			f.Check), Level: sarifLevelOf(f.Outcome), Message: sarif.Text{Text: strings.Join(text, "\n")},
		Locations:    sarif.At(cmp.Or(d.fileOf(f), "cases/"+f.Case), 1, f.Case, "case"),
		Fingerprints: sarif.Cause(f.Check, f.Path, f.Want),
		Properties: map[string]any{
			"count": f.Count, "path": f.Path, "offset": f.Offset, "expected": safe.Visible(f.Sample.Expect),
		},
	}
	if f.Outcome == words.Outcome(judge.Known) {
		r.Suppressions = []sarif.Suppressed{{Kind: "external", Justification: "listed as a known failure"}}
	}
	return r
}

// invocationOf says whether the run could do its work, and why not.
func invocationOf(d *Document) sarif.Invocation {
	v := sarif.Invocation{
		Successful: d.Ended == "",
	}
	if !d.Started.IsZero() {
		v.Start = sarif.Time(d.Started)
		v.End = sarif.Time(d.Started.Add(time.Duration(d.Seconds * float64(time.Second))))
	}
	for _, c := range d.Cases {
		if c.Outcome == "error" {
			v.Successful = false
			v.Failed(c.Name + " could not be judged: " + answerLine(c))
		}
	}
	for _, p := range d.Problems {
		v.Failed(p)
	}
	if d.Ended != "" {
		v.Failed(d.Ended)
	}
	return v
}
