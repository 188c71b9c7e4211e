package report

import (
	"io"

	"github.com/timhook/timhook/report/safe"
)

// LoadFormats lists the formats of a load; flags, their help, completion and the error of an unknown one range over it.
func LoadFormats() []Format {
	return []Format{
		{Name: "text", Doc: "for people", Write: writeLoadText},
		{Name: "json", Doc: "one document: sentence, figures, findings, seconds", Write: writeJSON},
		{Name: "ndjson", Doc: "one line for each second, then one with the rest", Write: writeLoadNDJSON},
		{Name: "github", Doc: "annotations of a GitHub workflow", Write: writeLoadGitHub},
		{Name: "markdown", Doc: "for a pull request or a step summary", Write: writeLoadMarkdown},
		{Name: "html", Doc: "one page that needs nothing else", Write: writeLoadHTML},
	}
}

// LoadNDJSON writes a load line by line: {"second": …} for each second, as soon as it is over, and {"run": …} at the
// end, which is the [Document] without the series of its load.
type LoadNDJSON struct{ W io.Writer }

// Second writes the line of one second.
func (n LoadNDJSON) Second(s LoadSecond) error {
	return safe.Encoder(n.W).Encode(struct {
		Second LoadSecond `json:"second"`
	}{s})
}

// End writes the last line.
func (n LoadNDJSON) End(d *Document) error {
	bare := *maskedFor(n.W, d)
	load := *bare.Load
	load.Series, bare.Load = nil, &load
	return safe.Encoder(n.W).Encode(ndjsonRun{&bare})
}

func writeLoadNDJSON(w io.Writer, d *Document) error {
	n := LoadNDJSON{w}
	for _, s := range d.Load.Series {
		if err := n.Second(s); err != nil {
			return err
		}
	}
	return n.End(d)
}

// writeLoadGitHub annotates the findings, the budgets that are missed, and the sentence.
func writeLoadGitHub(w io.Writer, d *Document) error {
	bare := maskedFor(w, d)
	if err := writeGitHub(w, bare); err != nil {
		return err
	}
	a := annotations{&safe.StickyWriter{W: w}}
	kind := "notice"
	if bare.Verdict == "fail" || bare.Verdict == "error" {
		kind = "error"
	}
	a.write(kind, "timhook load", bare.Load.Sentence)
	return a.w.Err
}
