package report

import (
	"fmt"
	"io"

	"github.com/timhook/timhook/conformance"
)

// Format is one way to write a report.
type Format struct {
	Name  string
	Doc   string
	Write func(io.Writer, *conformance.Report) error
}

// Formats lists the formats; flags, their help, completion and the error of an unknown one range over it.
func Formats() []Format {
	return []Format{
		{Name: "text", Doc: "for people", Write: writeText},
		{Name: "json", Doc: "one document: verdict, counts, findings, results", Write: writeJSON},
		{Name: "ndjson", Doc: "one line for each result, then one with the verdict", Write: writeNDJSON},
		{Name: "github", Doc: "annotations of a GitHub workflow", Write: writeGitHub},
	}
}

func writeText(w io.Writer, r *conformance.Report) error {
	out := &errorWriter{w: w}
	t := Text{W: out}
	for _, result := range r.Results {
		t.Result(result)
	}
	t.End(r)
	return out.err
}

// errorWriter keeps the first error, so that a report is written without asking after each line.
type errorWriter struct {
	w   io.Writer
	err error
}

func (e *errorWriter) Write(p []byte) (int, error) {
	if e.err != nil {
		return len(p), nil
	}
	if _, e.err = e.w.Write(p); e.err != nil {
		e.err = fmt.Errorf("write the report: %w", e.err)
	}
	return len(p), nil
}
