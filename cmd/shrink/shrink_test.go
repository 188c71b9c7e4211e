package shrink

import (
	"testing"
	"time"

	"github.com/timhook/timhook/cmd/verbtest"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	search := func(o *options) any { return values{o.check, o.maxTime, o.maxTries, o.strict} }
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{
			"arguments", "a#17 :1/im", func(o *options) any { return values{o.name, o.url} },
			values{"a#17", ":1/im"},
		},
		{"presets", "a", search, values{"", time.Minute, 0, false}},
		{
			"a search", "a --check resp-status-200 --max-time 2s --max-tries 1 --strict", search,
			values{"resp-status-200", 2 * time.Second, 1, true},
		},
		{
			"an output", "a --format json -o small.json --progress none",
			func(o *options) any { return values{o.format, o.output, o.progress} },
			values{"json", "small.json", "none"},
		},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"no packet", "", "want one packet to shrink, got 0"},
		{"two packets", "a b", "want one packet to shrink, got 2"},
		{"no try", "a --max-tries 0", "--max-tries: got 0, want 1 or more"},
		{"no time", "a --max-time 0", "--max-time: got 0s, want a time above 0, for instance 30s"},
		{"standard output", "a -o -", "-o wants a file, got -"},
		{"an unknown check", "a --check nope", `--check: unknown check "nope"`},
		{"two URLs", "a :1/im :2/im", "two URLs among the arguments; want one"},
	})
}
