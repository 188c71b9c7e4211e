package doctor

import (
	"testing"

	"github.com/timhook/timhook/cmd/verbtest"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	callback := func(o *options) any {
		c, err := o.callback()
		if err != nil {
			return err
		}
		return c.Short
	}
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{
			"presets", ":8080/im", func(o *options) any { return values{o.url, o.format, callback(o)} },
			values{":8080/im", "text", "send"},
		},
		{
			"a callback of the backend", "--callbacks c2c-after-send,bot --format json",
			func(o *options) any { return values{o.url, o.format, callback(o)} },
			values{"", "json", "bot"},
		},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"two URLs", ":1 :2", "two URLs among the arguments; want one"},
		{"a callback", "send :1", `want one URL, got "send"`},
		{"an unknown format", ":1 --format html", `--format: got "html", want text or json`},
		{"a flag that forges", ":1 --count 2", "unknown flag: --count"},
	})
}
