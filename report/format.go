package report

import (
	"io"

	"github.com/timhook/timhook/report/safe"
)

// Format is one way to write a report.
type Format struct {
	Name  string
	Doc   string
	Write func(io.Writer, *Document) error
}

// Formats lists the formats; flags, their help, completion and the error of an unknown one range over it.
func Formats() []Format {
	return []Format{
		{Name: "text", Doc: "for people", Write: writeText},
		{Name: "json", Doc: "one document: verdict, counts, findings, cases", Write: WriteJSON},
		{Name: "ndjson", Doc: "one line for each case, then one with the verdict", Write: writeNDJSON},
		{Name: "junit", Doc: "JUnit XML, a test case for each case", Write: writeJUnit},
		{Name: "tap", Doc: "TAP 14", Write: writeTAP},
		{Name: "github", Doc: "annotations of a GitHub workflow", Write: WriteGitHub},
		{Name: "markdown", Doc: "for a pull request or a step summary", Write: writeMarkdown},
		{Name: "html", Doc: "one page that needs nothing else", Write: writeHTML},
		{Name: "sarif", Doc: "SARIF 2.1.0, for code scanning", Write: writeSARIF},
		{Name: "har", Doc: "an HTTP archive (HAR 1.2) of what was sent and answered", Write: writeHARLog},
	}
}

func writeText(w io.Writer, d *Document) error {
	out := &safe.StickyWriter{W: w}
	t := Lines{Text: Text{W: out}}
	for _, c := range d.Cases {
		t.Case(c)
	}
	t.End(d)
	return out.Err
}
