package loadreport

import (
	"io"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/safe"
)

// Formats lists the formats of a load.
func Formats() formats.Table[report.Write] {
	return formats.Table[report.Write]{
		{Name: "text", Doc: "for people", Write: writeText},
		{Name: "json", Doc: "one document: sentence, figures, findings, seconds", Write: report.WriteJSON},
		{Name: "ndjson", Doc: "one line for each second, then one with the rest", Write: writeNDJSON},
		{Name: "github", Doc: "annotations of a GitHub workflow", Write: report.WriteGitHub},
		{Name: "markdown", Doc: "for a pull request or a step summary", Write: writeMarkdown},
		{Name: "html", Doc: "one page that needs nothing else", Write: writeHTML},
	}
}

// NDJSON writes a load line by line: {"second": …} for each second, as soon as it is over, and {"run": …} at the
// end, which is the [report.Document] without the series of its load.
type NDJSON struct{ W io.Writer }

// Second writes the line of one second.
func (n NDJSON) Second(s report.LoadSecond) error {
	return safe.Encoder(n.W).Encode(struct {
		Second report.LoadSecond `json:"second"`
	}{s})
}

// End writes the last line.
func (n NDJSON) End(d *report.Document) error {
	bare, load := *d, *d.Load
	load.Series, bare.Load = nil, &load
	return report.NDJSON{W: n.W}.Run(&bare)
}

func writeNDJSON(w io.Writer, d *report.Document) error {
	n := NDJSON{w}
	for _, s := range d.Load.Series {
		if err := n.Second(s); err != nil {
			return err
		}
	}
	return n.End(d)
}
