package compare

import (
	"testing"

	"github.com/timhook/timhook/cmd/verbtest"
	comparereport "github.com/timhook/timhook/report/compare"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	all := func(o *options) any { return values{o.names, o.slower, o.failOn, o.format, o.reports} }
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{"presets", "a b", all, values{
			[2]string{"a", "b"}, comparereport.Slower{Percent: 50, LeastMS: 20}, []string(nil), "text", []string(nil),
		}},
		{
			"everything", "a - --slower 10%,1ms --fail-on warn --fail-on slower --format json --report markdown=x.md", all,
			values{
				[2]string{"a", "-"},
				comparereport.Slower{Percent: 10, LeastMS: 1},
				[]string{"warn", "slower"},
				"json",
				[]string{"markdown=x.md"},
			},
		},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"one run", "a", "want two runs, got 1"},
		{"three runs", "a b c", "want two runs, got 3"},
		{"standard input twice", "- -", "both runs are standard input"},
		{"no percentage", "a b --slower 20ms", `--slower: got "20ms", want a percentage, and at will the least time that counts: 50% or 50%,20ms`},
		{"an unknown reason", "a b --fail-on fixed", `--fail-on: got "fixed", want warn or slower`},
		{"an unknown format", "a b --format html", `--format: got "html", want text, markdown or json`},
	})
}
