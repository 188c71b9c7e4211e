package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/sarif"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// writeSARIF writes a rule for each check and a result for each finding. Its place is the case, since a black box has no lines;
// readers that show files show the case's name.
func writeSARIF(w io.Writer, d *Document) error {
	d = MaskedFor(w, d)
	run := sarif.Run{
		Tool: sarif.Tool{Driver: sarif.Driver{Name: "timhook", Version: safe.Visible(d.Version), Rules: sarifRules(d)}}, ColumnKind: "unicodeCodePoints",
		Invocations: []sarif.Invocation{invocationOf(d)}, Results: []sarif.Result{},
		Properties: map[string]any{
			"catalogue": safe.Visible(d.Catalogue), "backend": safe.Visible(d.Backend), "verdict": safe.Visible(d.Verdict), "counts": d.Counts,
		},
	}
	if !d.Captured {
		run.Properties["seed"], run.Properties["now"] = d.Seed, d.Now
	}
	for _, f := range d.Findings {
		run.Results = append(run.Results, sarifResultOf(f, run.Tool.Driver.Rules))
	}
	enc := safe.Encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(sarif.Log{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarif.Run{run}})
}

// sarifRules are those of the catalogue, and those of findings that another edition of it has made.
func sarifRules(d *Document) []sarif.Rule {
	var rules []sarif.Rule
	for _, c := range judge.Checks() {
		rules = append(rules, sarifRuleOf(Finding{
			Check: c.ID, Title: c.Title, Level: c.Level.String(), Source: c.Source, Evidence: c.Evidence.String(), Means: c.Means, Mend: c.Mend,
		}))
	}
	for _, f := range d.Findings {
		if ruleIndex(rules, f.Check) < 0 {
			rules = append(rules, sarifRuleOf(f))
		}
	}
	return rules
}

func sarifRuleOf(f Finding) sarif.Rule {
	source := fmt.Sprintf("%s (%s)", f.Source, f.Evidence)
	return sarif.Rule{
		ID: safe.Visible(f.Check), Short: sarif.Text{Text: safe.Visible(f.Title)}, Full: sarif.Text{Text: safe.Visible(f.Title + " Source: " + source)},
		Help: sarif.Text{
			Text:     safe.Visible("Means: "+f.Means) + "\n" + safe.Visible("Mend: "+f.Mend) + "\n" + safe.Visible("Source: "+source),
			Markdown: "**Means**: " + markdown.Text(f.Means) + "\n\n**Mend**: " + markdown.Text(f.Mend) + "\n\n**Source**: " + markdown.Text(source),
		},
		Default:    sarif.Level{Level: sarifLevelOf(outcomeOfLevel(f.Level, ""))},
		Properties: map[string]any{"level": safe.Visible(f.Level), "evidence": safe.Visible(f.Evidence), "tags": []string{"conformance"}},
	}
}

func ruleIndex(rules []sarif.Rule, check string) int {
	return slices.IndexFunc(rules, func(r sarif.Rule) bool { return r.ID == safe.Visible(check) })
}

func sarifLevelOf(outcome string) string {
	switch words.OutcomeNamed(outcome) {
	case judge.Of(payloads.Must):
		return "error"
	case judge.Of(payloads.Should):
		return "warning"
	}
	return "note"
}

func sarifResultOf(f Finding, rules []sarif.Rule) sarif.Result {
	text := []string{f.Message, f.Title, "Mend: " + f.Mend}
	if f.Count > 1 {
		text = append(text, moreCases(f))
	}
	if f.Again != "" {
		text = append(text, "Again: "+f.Again)
	}
	for i := range text {
		text[i] = safe.Visible(text[i])
	}
	cause := sha256.Sum256([]byte(f.Check + "\x00" + f.Path + "\x00" + f.Want))
	r := sarif.Result{
		RuleID: safe.Visible(f.Check), RuleIndex: ruleIndex(rules, f.Check), Level: sarifLevelOf(f.Outcome), Message: sarif.Text{Text: strings.Join(text, "\n")},
		Locations: []sarif.Location{{
			Physical: sarif.Physical{Artifact: sarif.Artifact{URI: (&url.URL{Path: "cases/" + f.Case}).String()}, Region: sarif.Region{StartLine: 1}},
			Logical:  []sarif.Logical{{Name: safe.Visible(f.Case), QualifiedName: safe.Visible(f.Case), Kind: "case"}},
		}},
		Fingerprints: map[string]string{"timhookCause/v1": hex.EncodeToString(cause[:])},
		Properties:   map[string]any{"count": f.Count, "path": f.Path, "offset": f.Offset, "expected": safe.Visible(f.Sample.Expect)},
	}
	if f.Outcome == words.Outcome(judge.Known) {
		r.Suppressions = []sarif.Suppressed{{Kind: "external", Justification: "listed as a known failure"}}
	}
	return r
}

// invocationOf says whether the run could do its work, and why not.
func invocationOf(d *Document) sarif.Invocation {
	v := sarif.Invocation{Successful: d.Ended == "", Start: sarif.Time(d.Started), End: sarif.Time(d.Started.Add(time.Duration(d.Seconds * float64(time.Second))))}
	note := func(text string) {
		v.Notifications = append(v.Notifications, sarif.Notification{Level: "error", Message: sarif.Text{Text: safe.Visible(text)}})
	}
	for _, c := range d.Cases {
		if c.Outcome == "error" {
			v.Successful = false
			note(c.Name + " could not be judged: " + answerLine(c))
		}
	}
	for _, p := range d.Problems {
		note(p)
	}
	if d.Ended != "" {
		note(d.Ended)
	}
	return v
}
