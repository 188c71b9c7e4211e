package report

import (
	"io"

	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/safe"
)

// Write writes a document in a format.
type Write func(io.Writer, *Document) error

// Formats lists the formats of a run.
func Formats() formats.Table[Write] {
	return formats.Table[Write]{
		{Name: "text", Doc: "for people", Write: writeText},
		{Name: "json", Doc: "one document: verdict, counts, findings, cases", Write: WriteJSON},
		{Name: "ndjson", Doc: "one line for each case, then one with the verdict", Write: writeNDJSON},
		{Name: "junit", Doc: "JUnit XML, a test case for each case", Write: writeJUnit},
		{Name: "tap", Doc: "TAP 14", Write: writeTAP},
		{Name: "github", Doc: "annotations of a GitHub workflow", Write: WriteGitHub},
		{Name: "markdown", Doc: "for a pull request or a step summary", Write: StepSummary},
		{Name: "html", Doc: "one page that needs nothing else", Write: writeHTML},
		{Name: "sarif", Doc: "SARIF 2.1.0, for code scanning", Write: writeSARIF},
		{
			Name: "statement", Doc: "a statement to publish: what was tested, what is met, what was not verified",
			Write: writeStatement,
		},
		{Name: "badge", Doc: "the verdict as an image (SVG), for a README", Write: writeBadge},
		{Name: "har", Doc: "an HTTP archive (HAR 1.2) of what was sent and answered", Write: writeHARLog},
	}
}

func writeText(w io.Writer, d *Document) error {
	out := &safe.StickyWriter{W: w}
	t := Lines{Text: Text{W: out, Repeats: true}}
	for _, c := range d.Cases {
		t.Case(c)
	}
	t.End(d)
	return out.Err
}
