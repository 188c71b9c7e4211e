package inputs

import (
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report"
)

// Run reads the report of a finished run, as --report ndjson=FILE or json=FILE wrote it; - is standard input. What is
// written of captured packets from here on is for their owner alone.
func Run(a *cli.App, verb, name string) (*report.Document, error) {
	data, err := a.ReadText(verb, name, cli.MostRun)
	if err != nil {
		return nil, err
	}
	doc, err := report.Read(data)
	if err != nil {
		return nil, cli.Usage("it reads what --report ndjson=FILE or json=FILE wrote; timhook diff compares captures",
			"%s %s: %w", verb, name, err)
	}
	if doc.Captured {
		a.Private()
	}
	return doc, nil
}
