package diff

import (
	"testing"

	"github.com/timhook/timhook/cmd/verbtest"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	compared := func(o *options) any {
		return values{o.requests, o.headers, o.spelling, o.latency, o.strict, o.ignore, o.filters}
	}
	output := func(o *options) any { return values{o.format, o.most, o.quiet} }
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{"names", "a b#2-3", func(o *options) any { return o.names }, [2]string{"a", "b#2-3"}},
		{"presets", "a b", compared, values{false, false, false, false, false, []string(nil), []string(nil)}},
		{
			"everything", "a b --requests --headers --spelling --latency --strict --ignore /x --ignore y --filter send",
			compared,
			values{true, true, true, true, true, []string{"/x", "y"}, []string{"send"}},
		},
		{"presets of the output", "a b", output, values{"text", 100, false}},
		{"all exchanges", "a b --max 0 -q --format json", output, values{"json", 0, true}},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"one side", "a", "want two captures or two runs, got 1"},
		{"three sides", "a b c", "want two captures or two runs, got 3"},
		{"a number below 0", "a b --max -1", "--max: got -1, want 0 or more"},
		{"no number", "a b --max x", `--max: got "x", want a whole number`},
		{"an unknown format", "a b --format yaml", `--format: got "yaml", want text or json`},
		{"no format", "a b --format", "--format needs a value"},
	})
}
