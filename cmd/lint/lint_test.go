package lint

import (
	"testing"

	"github.com/timhook/timhook/cmd/verbtest"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	output := func(o *options) any {
		return values{o.format, o.level, o.failOn, o.max, o.maxFlag.Changed, o.verbose, o.quiet}
	}
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{"names", "a b#2", func(o *options) any { return o.names }, []string{"a", "b#2"}},
		{"presets", "a", output, values{"text", "should", "must", 20, false, false, false}},
		{"the most that is the preset", "a --max 20", output, values{"text", "should", "must", 20, true, false, false}},
		{
			"an output", "a --format sarif --level may --fail-on should --max 0 -v -q", output,
			values{"sarif", "may", "should", 0, true, true, true},
		},
		{
			"a choice", "a --filter send --filter status=500 --strict --sdk-app-id 7",
			func(o *options) any { return values{o.filters, o.strict, o.sdkAppID} },
			values{[]string{"send", "status=500"}, true, uint64(7)},
		},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"nothing to judge", "", "want one or more files or folders"},
		{"a number below 0", "a --max -1", "--max: got -1, want 0 or more"},
		{"an unknown level", "a --level info", `--level: got "info", want must, should or may`},
		{"a level that fails nothing", "a --fail-on may", `--fail-on: got "may", want must or should`},
		{"no application", "a --sdk-app-id -1", `--sdk-app-id: got "-1", want a whole number of 0 or more`},
	})
}
