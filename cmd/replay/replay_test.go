package replay

import (
	"testing"
	"time"

	"github.com/timhook/timhook/cmd/verbtest"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	pace := func(o *options) any { return values{o.speed, o.maxGap, o.rate.Interval, o.loops, o.jobsOr()} }
	choice := func(o *options) any { return values{o.filters, o.count, o.failed, o.strict} }
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{"presets of the pace", "a", pace, values{"max", time.Duration(0), time.Duration(0), 1, 1}},
		{
			"a pace", "a --speed 4x --max-gap 5s --loop 3", pace,
			values{"4x", 5 * time.Second, time.Duration(0), 3, openJobs},
		},
		{"a rate", "a --rate 30/m", pace, values{"max", time.Duration(0), 2 * time.Second, 1, openJobs}},
		{"jobs that are given", "a --rate 5/s -j 2", pace, values{"max", time.Duration(0), time.Second / 5, 1, 2}},
		{"presets of the choice", "a", choice, values{[]string(nil), 0, false, false}},
		{
			"a choice", "a -n 3 --filter send --filter status=500 --failed --strict", choice,
			values{[]string{"send", "status=500"}, 3, true, true},
		},
		{
			"arguments", "a http://127.0.0.1:1/im b#2", func(o *options) any { return values{o.names, o.url} },
			values{[]string{"a", "b#2"}, "http://127.0.0.1:1/im"},
		},
		{
			"redeliveries", "a --twice --retry 2", func(o *options) any { return values{o.twice, o.retries} },
			values{true, 2},
		},
		{
			"no seed", "a", func(o *options) any { return values{o.reorder, o.reorderFlag.Changed} },
			values{uint64(0), false},
		},
		{
			"the seed 0", "a --reorder 0", func(o *options) any { return values{o.reorder, o.reorderFlag.Changed} },
			values{uint64(0), true},
		},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"two URLs", "a :1/im :2/im", "two URLs among the arguments; want one"},
		{"no callback at all", "a --count 0", "--count: got 0, want 1 or more"},
		{"no round", "a --loop 0", "--loop: got 0, want 1 or more"},
		{"no job", "a --jobs 0", "--jobs: got 0, want 1 to 1000"},
		{"too many jobs", "a --jobs 1001", "--jobs: got 1001, want 1 to 1000"},
		{"too many retries", "a --retry 101", "--retry: got 101, want 0 to 100"},
		{"a pause below 0", "a --speed 1x --max-gap -1s", "--max-gap: got -1s, want a time such as 5s"},
		{"no rate", "a --rate 0/s", `--rate: got "0/s", want a rate such as 5/s or 30/m`},
		{"no seed", "a --reorder x", `--reorder: got "x", want a whole number of 0 or more`},
		{
			"pauses without a pace", "a --max-gap 5s",
			"--max-gap shortens pauses, and --speed max, the default, has none",
		},
		{"two paces", "a --speed 2x --rate 5/s", "--rate and --speed 2x both set the pace; want one of them"},
		{"places of no comparison", "a --ignore /x", "--ignore leaves a place out of a comparison, and nothing is compared"},
		{"no token to sign with", "a --resign", "--resign needs a token: --token env:NAME or file:PATH"},
		{
			"signing is off", "a --resign --token env:T --sign off",
			"--resign needs a token: --token env:NAME or file:PATH",
		},
		{
			"changes of what stays", "a --as-captured --map x=y",
			"--as-captured changes no byte, and --map does; want one of them",
		},
		{
			"a header field more", "a --as-captured -H a:b",
			"--as-captured changes no byte, and --header does; want one of them",
		},
	})
}
