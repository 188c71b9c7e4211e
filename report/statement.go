package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// writeStatement writes what a team can publish about its backend, as Markdown: what was tested with what, the result
// of each callback, the requirements that are not met, and what was not verified. It names no address of the backend.
func writeStatement(w io.Writer, d *Document) error {
	d = why.Masked(w, d)
	m := markdown.New(w)
	m.Line("# Conformance statement", "", "Callbacks of Tencent Cloud Chat: **"+markdown.Text(conforms(d))+"**.", "")
	m.Table("tested with", "")
	m.Row("program", markdown.Text(d.Version))
	if !d.Started.IsZero() {
		m.Row("on", d.Started.UTC().Format("2006-01-02"))
	}
	for _, r := range repeats(d) {
		name, value, _ := strings.Cut(r, " ")
		m.Row(name, markdown.Text(value))
	}
	m.Row("cases", markdown.Text(counted(d, terminal.Palette{})))
	m.Line("", "## Callbacks", "")
	markdownCounts(m, d)
	m.Line("", "## Not met", "")
	listOr(m, "Every requirement that was tested is met.", notMet(d))
	m.Line("", "## Not verified", "")
	listOr(m, "Nothing was left out for want of a token or the like.", unverifiedLines(d))
	if d.Others > 0 {
		m.Line("", words.Plural(d.Others, "further callback")+" of Chat were not tested.")
	}
	return m.Err()
}

func listOr(m *markdown.Writer, none string, list []string) {
	if len(list) == 0 {
		m.Line(none)
	}
	for _, l := range list {
		m.Line("- " + markdown.Text(l))
	}
}

// notMet are the requirements that findings are about, each once, the strongest first, and what else failed the run.
func notMet(d *Document) []string {
	var list []string
	for _, f := range withoutNotes(d.Findings) {
		line := fmt.Sprintf("%s %s: %s", f.Level, f.Check, f.Title)
		if f.Outcome == "known" {
			line += " (known)"
		}
		if !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return append(list, d.Problems...)
}

// conforms is the verdict in a few words: "61 callbacks conform; signature not verified".
func conforms(d *Document) string {
	tested := words.Plural(len(byCallback(d)), "callback")
	verb := " conform"
	if len(byCallback(d)) == 1 {
		verb = " conforms"
	}
	switch {
	case d.Ended != "" || d.Verdict == "error" || d.Verdict == "skip":
		return "not tested to the end"
	case d.Verdict == "fail":
		return "does not conform"
	case d.Counts["known"] > 0:
		return tested + verb + ", with known failures"
	case d.Verdict == "warn":
		return tested + verb + ", with warnings"
	case !d.Signed:
		return tested + verb + "; signature not verified"
	}
	return tested + verb
}
