package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
)

// writeTAP writes the Test Anything Protocol, version 14: a test point for each case, with a YAML block where it did
// not simply pass, and one for each problem of the run. A known failure is TODO, which does not fail the run.
func writeTAP(w io.Writer, d *Document) error {
	d = why.Masked(w, d)
	t := tap{w: &safe.StickyWriter{W: w}, teach: d.Findings}
	fmt.Fprintf(t.w, "TAP version 14\n1..%d\n", len(d.Cases)+len(d.Problems))
	for _, line := range []string{
		d.Version,
		strings.Join(append([]string{d.Backend}, repeats(d)...), ", "),
	} {
		fmt.Fprintf(t.w, "# %s\n", safe.Visible(line))
	}
	for _, c := range d.Cases {
		t.testCase(c)
	}
	for _, p := range d.Problems {
		t.point(false, p, "")
	}
	for _, line := range unverifiedLines(d) {
		fmt.Fprintf(t.w, "# not verified: %s\n", safe.Visible(line))
	}
	if line := unlistedLine(d); line != "" {
		fmt.Fprintf(t.w, "# %s\n", line)
	}
	if d.Rerun != "" {
		fmt.Fprintf(t.w, "# run again what failed: %s\n", safe.Visible(d.Rerun))
	}
	fmt.Fprintf(t.w, "# %s: %s\n", d.Verdict, counted(d, terminal.Palette{}))
	if d.Ended != "" {
		fmt.Fprintf(t.w, "Bail out! %s\n", safe.Visible(d.Ended))
	}
	return t.w.Err
}

type tap struct {
	w     *safe.StickyWriter
	teach lessons
	count int
}

func (t *tap) point(ok bool, name, directive string) {
	t.count++
	word := "ok"
	if !ok {
		word = "not ok"
	}
	line := fmt.Sprintf("%s %d - %s", word, t.count, tapText(name))
	if directive != "" {
		line += " # " + directive
	}
	fmt.Fprintln(t.w, line)
}

func (t *tap) testCase(c Case) {
	switch c.Outcome {
	case "skip":
		t.point(true, caseName(c), "SKIP "+tapText(cmp.Or(c.Skipped, "nothing was sent")))
		return
	case "known":
		t.point(false, caseName(c), "TODO known failure: "+tapText(c.Known))
	default:
		t.point(c.Outcome == "pass" || c.Outcome == "warn", caseName(c), "")
	}
	if c.Outcome != "pass" || len(c.Notes) > 0 || slices.ContainsFunc(c.Exchanges, survived) ||
		len(decisionsIn(c)) > 0 {
		t.diagnose(c)
	}
}

// tapText is a text in a test line, where # would begin a directive.
func tapText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(safe.Visible(s))
}

// diagnose writes the YAML block. Its strings are JSON's, which are YAML too.
func (t *tap) diagnose(c Case) {
	fmt.Fprintln(t.w, "  ---")
	t.pair(2, "outcome", c.Outcome)
	t.pair(2, "level", c.Level)
	t.pair(2, "expect", c.Expect)
	t.pair(2, "answer", answerLine(c))
	fmt.Fprintf(t.w, "  duration_ms: %.3f\n", c.Seconds*1000)
	if c.Outcome == "fixed" {
		t.pair(2, "message", fixedLine(c))
	}
	t.list("decisions", decisionsIn(c))
	t.list("notes", c.Notes)
	headed := false
	for _, x := range c.Exchanges {
		for _, found := range x.Found {
			if isNote(found.Outcome) {
				continue
			}
			if !headed {
				fmt.Fprintln(t.w, "  findings:")
				headed = true
			}
			t.found(c, x, found)
		}
	}
	fmt.Fprintln(t.w, "  ...")
}

func (t *tap) list(name string, texts []string) {
	for i, text := range texts {
		if i == 0 {
			fmt.Fprintf(t.w, "  %s:\n", name)
		}
		fmt.Fprintf(t.w, "    - %s\n", quoted(text))
	}
}

func (t *tap) found(c Case, x Exchange, found Found) {
	hyphen := "- "
	for _, row := range t.teach.rows(c, x, found) {
		fmt.Fprintf(t.w, "    %s%s: %s\n", hyphen, row.key, quoted(row.value))
		hyphen = "  "
	}
}

func (t *tap) pair(indent int, name, value string) {
	fmt.Fprintf(t.w, "%*s%s: %s\n", indent, "", name, quoted(value))
}

// quoted is a JSON string, harmless in a log.
func quoted(s string) string {
	var b bytes.Buffer
	if err := safe.Encoder(&b).Encode(safe.Visible(s)); err != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}
