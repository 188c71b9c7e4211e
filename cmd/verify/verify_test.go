package verify

import (
	"testing"

	"github.com/timhook/timhook/cmd/verbtest"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{
			"presets", "a.ndjson", func(o *options) any { return values{o.what, o.token.IsGiven(), o.at} },
			values{"a.ndjson", false, ""},
		},
		{
			"a token and a time", "?Sign=1 --token env:T --at 1741000000",
			func(o *options) any { return values{o.what, o.token.IsGiven(), o.at} },
			values{"?Sign=1", true, "1741000000"},
		},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	const want = "want one URL, in quotes since it holds &, or one capture"
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"nothing", "", want},
		{"two captures", "a b", want},
		{"an unknown flag", "a --time 1", "unknown flag: --time"},
	})
}
