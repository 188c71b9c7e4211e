package report

import (
	"fmt"
	"io"

	"github.com/timhook/timhook/report/markdown"
	"github.com/timhook/timhook/report/safe"
)

// Bounds of the Markdown, which GitHub cuts at 65,536 characters in a comment and at 1 MiB in a step summary.
const (
	markdownFindings = 20
	markdownBytes    = 1500      // of a request or an answer
	markdownEnough   = 400 << 10 // no further finding behind so many bytes
)

// writeMarkdown writes what the reader of a pull request needs without opening anything else: the verdict, the counts,
// and each finding with its requirement, its place, what to mend and how to repeat it.
func writeMarkdown(w io.Writer, d *Document) error { return StepSummary(w, d) }

// StepSummary writes the Markdown that a GitHub workflow appends to the file named in GITHUB_STEP_SUMMARY.
func StepSummary(w io.Writer, d *Document) error {
	d = MaskedFor(w, d)
	m := markdown.Writer{W: &safe.StickyWriter{W: w}, Size: new(int)}
	head(m, d)
	Problems(m, d)
	Findings(m, d)
	Foot(m, d)
	return m.W.Err
}

func orDash(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

// callbackCounts are a callback's cases by outcome.
type callbackCounts struct {
	callback string
	counts   map[string]int
}

// countedByCallback counts cases in the order in which the callbacks come.
func countedByCallback(d *Document) []callbackCounts {
	var rows []callbackCounts
	at := map[string]int{}
	for _, c := range d.Cases {
		i, seen := at[c.Callback]
		if !seen {
			i = len(rows)
			at[c.Callback] = i
			rows = append(rows, callbackCounts{c.Callback, map[string]int{}})
		}
		rows[i].counts[c.Outcome]++
	}
	return rows
}
