package test

import (
	"testing"
	"time"

	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/verbtest"
	"github.com/timhook/timhook/conformance"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	running := func(o *options) any {
		return values{o.jobs, o.repeat, o.shuffle, o.maxFailures, o.maxTime, o.wait, o.noShrink, o.watch}
	}
	arguments := func(o *options) any { return values{o.url, o.server} }
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{"presets", "", running, values{conformance.MostJobs, 1, false, 0, time.Duration(0), time.Duration(0), false, false}},
		{
			"a run", "-j 1 --repeat 3 --shuffle --max-failures 2 --max-time 1m --wait 5s --no-shrink --watch", running,
			values{1, 3, true, 2, time.Minute, 5 * time.Second, true, true},
		},
		{"no argument", "", arguments, values{"", []string(nil)}},
		{"a URL", ":1/im", arguments, values{":1/im", []string(nil)}},
		{"a server command", ":1/im -- go run . -v", arguments, values{":1/im", []string{"go", "run", ".", "-v"}}},
		{"a server command alone", "-- ./server", arguments, values{"", []string{"./server"}}},
		{
			"a verdict", "--fail-on warn --allow-empty --budget p95<300ms",
			func(o *options) any { return values{o.failOn, o.choice.AllowEmpty, o.budgets} },
			values{flags.FailOn{Warn: true}, true, []string{"p95<300ms"}},
		},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	const signs = "test signs its cases itself, so --sign and --request-time do not apply"
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"no job", "--jobs 0", "--jobs: got 0, want 1 to 1000"},
		{"too many jobs", "--jobs 1001", "--jobs: got 1001, want 1 to 1000"},
		{"no time of a case", "--repeat 0", "--repeat: got 0, want 1 to 1000"},
		{"too many times", "--repeat 1001", "--repeat: got 1001, want 1 to 1000"},
		{"failures below 0", "--max-failures -1", "--max-failures: got -1, want 0 or more"},
		{"a time below 0", "--max-time -1s", "--max-time: got -1s, want a time such as 30s"},
		{"a wait below 0", "--wait -1s", "--wait: got -1s, want a time such as 30s"},
		{"too many examples", "--examples 10001", "--examples: got 10001, want 0 to 10000"},
		{"an unknown verdict", "--fail-on info", `--fail-on: got "info", want fail, warn or unverified`},
		{"a signature", "--sign wrong", signs},
		{"a time of the signature", "--request-time -90s", signs},
		{"a case", "send/baseline-minimal", `test takes a URL, got "send/baseline-minimal"`},
		{"two URLs", ":1/im :2/im", "two URLs among the arguments; want one"},
		{"no server command", ":1/im --", "nothing follows --; want the command that starts the server"},
	})
}
