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
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
)

// SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), as much of it as code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
		Properties  map[string]any    `json:"properties"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID         string         `json:"id"`
		Short      sarifText      `json:"shortDescription"`
		Full       sarifText      `json:"fullDescription"`
		Help       sarifText      `json:"help"`
		Default    sarifLevel     `json:"defaultConfiguration"`
		Properties map[string]any `json:"properties"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Start         string              `json:"startTimeUtc"`
		End           string              `json:"endTimeUtc"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Suppressions []sarifSuppressed `json:"suppressions,omitempty"`
		Properties   map[string]any    `json:"properties"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
	sarifLogical struct {
		Name          string `json:"name"`
		QualifiedName string `json:"fullyQualifiedName"`
		Kind          string `json:"kind"`
	}
	sarifSuppressed struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
)

// writeSARIF writes a rule for each check and a result for each finding. Its place is the case, since a black box has no lines;
// readers that show files show the case's name.
func writeSARIF(w io.Writer, d *Document) error {
	d = maskedFor(w, d)
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: "timhook", Version: safe.Visible(d.Version), Rules: sarifRules(d)}}, ColumnKind: "unicodeCodePoints",
		Invocations: []sarifInvocation{invocationOf(d)}, Results: []sarifResult{},
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
	return enc.Encode(sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifRules are those of the catalogue, and those of findings that another edition of it has made.
func sarifRules(d *Document) []sarifRule {
	var rules []sarifRule
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

func sarifRuleOf(f Finding) sarifRule {
	source := fmt.Sprintf("%s (%s)", f.Source, f.Evidence)
	return sarifRule{
		ID: safe.Visible(f.Check), Short: sarifText{Text: safe.Visible(f.Title)}, Full: sarifText{Text: safe.Visible(f.Title + " Source: " + source)},
		Help: sarifText{
			Text:     safe.Visible("Means: "+f.Means) + "\n" + safe.Visible("Mend: "+f.Mend) + "\n" + safe.Visible("Source: "+source),
			Markdown: "**Means**: " + mdText(f.Means) + "\n\n**Mend**: " + mdText(f.Mend) + "\n\n**Source**: " + mdText(source),
		},
		Default:    sarifLevel{sarifLevelOf(outcomeOfLevel(f.Level, ""))},
		Properties: map[string]any{"level": safe.Visible(f.Level), "evidence": safe.Visible(f.Evidence), "tags": []string{"conformance"}},
	}
}

func ruleIndex(rules []sarifRule, check string) int {
	return slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == safe.Visible(check) })
}

func sarifLevelOf(outcome string) string {
	switch outcomeNamed(outcome) {
	case judge.Of(payloads.Must):
		return "error"
	case judge.Of(payloads.Should):
		return "warning"
	}
	return "note"
}

func sarifResultOf(f Finding, rules []sarifRule) sarifResult {
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
	r := sarifResult{
		RuleID: safe.Visible(f.Check), RuleIndex: ruleIndex(rules, f.Check), Level: sarifLevelOf(f.Outcome), Message: sarifText{Text: strings.Join(text, "\n")},
		Locations: []sarifLocation{{
			Physical: sarifPhysical{sarifArtifact{(&url.URL{Path: "cases/" + f.Case}).String()}, sarifRegion{1}},
			Logical:  []sarifLogical{{Name: safe.Visible(f.Case), QualifiedName: safe.Visible(f.Case), Kind: "case"}},
		}},
		Fingerprints: map[string]string{"timhookCause/v1": hex.EncodeToString(cause[:])},
		Properties:   map[string]any{"count": f.Count, "path": f.Path, "offset": f.Offset, "expected": safe.Visible(f.Sample.Expect)},
	}
	if f.Outcome == word(judge.Known) {
		r.Suppressions = []sarifSuppressed{{Kind: "external", Justification: "listed as a known failure"}}
	}
	return r
}

// invocationOf says whether the run could do its work, and why not.
func invocationOf(d *Document) sarifInvocation {
	v := sarifInvocation{Successful: d.Ended == "", Start: sarifTime(d.Started), End: sarifTime(d.Started.Add(time.Duration(d.Seconds * float64(time.Second))))}
	note := func(text string) {
		v.Notifications = append(v.Notifications, sarifNotification{"error", sarifText{Text: safe.Visible(text)}})
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

func sarifTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
