package load

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/cmd/verbtest"
	"github.com/timhook/timhook/internal/load"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	bounds := func(o *options) any {
		rate, duration := o.schedule()
		return values{rate.String(), duration, o.count, o.connections, o.payloads}
	}
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{"presets", "all", bounds, values{"100/s", 10 * time.Second, 0, 0, 0}},
		{"a number is enough", "all -n 5", bounds, values{"100/s", time.Duration(0), 5, 0, 0}},
		{"number and time", "all -n 5 -d 2s", bounds, values{"100/s", 2 * time.Second, 5, 0, 0}},
		{"a search", "all --find --rate 50/s", bounds, values{"50/s", load.ProbeDuration, 0, 0, 0}},
		{
			"the most", "all --connections 20000 --payloads 1000000 --rate 100,200/s -d 1m", bounds,
			values{"100,200/s", time.Minute, 0, 20_000, 1_000_000},
		},
		{
			"arguments", "send recall :1/im", func(o *options) any { return values{o.callbacks, o.url} },
			values{[]string{"send", "recall"}, ":1/im"},
		},
		{
			"budgets", "all --budget p99<300ms --budget fail=0", func(o *options) any { return o.budgets },
			[]string{"p99<300ms", "fail=0"},
		},
	})
}

func TestAMixWeighsCallbacks(t *testing.T) {
	for _, tt := range []struct {
		name, args string
		want       map[string]int
		refused    string
	}{
		{"each alike", "send recall", map[string]int{"send": 1, "recall": 1}, ""},
		{"by the mix alone", "--mix bot=1,send=20", map[string]int{"bot": 1, "send": 20}, ""},
		{"of weight 0", "send recall --mix recall=0", map[string]int{"send": 1}, ""},
		{
			"of another callback", "send --mix bot=2", nil,
			"--mix has a share for bot, which is not among the callbacks",
		},
		{"of nothing", "send --mix send=0", nil, "--mix send=0 leaves nothing to send"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o, err := verbtest.Parse(t, command, strings.Fields(tt.args)...)
			if err != nil {
				t.Fatal(err)
			}
			shares, err := o.shares(o.callbacks)
			var got map[string]int
			for _, s := range shares {
				if got == nil {
					got = map[string]int{}
				}
				got[s.Command.Short] = s.Weight
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || tt.refused != "" &&
				(err == nil || err.Error() != tt.refused) {
				t.Errorf("got the error %v, want %q; weights (-want +got):\n%s", err, tt.refused, diff)
			}
		})
	}
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"no time", "all --duration 0", "--duration: got 0s, want a time above 0, for instance 30s"},
		{"a time below 0", "all -d -1s", "--duration: got -1s, want a time above 0, for instance 30s"},
		{"no callback at all", "all -n 0", "--count: got 0, want 1 or more"},
		{"no connection", "all --connections 0", "--connections: got 0, want 1 to 20000"},
		{"too many connections", "all --connections 20001", "--connections: got 20001, want 1 to 20000"},
		{"no payload", "all --payloads 0", "--payloads: got 0, want 1 to 1000000"},
		{"too many payloads", "all --payloads 1000001", "--payloads: got 1000001, want 1 to 1000000"},
		{"two weights", "all --mix send=1,send=2", "--mix: send has two weights, want one"},
		{"no weight", "all --mix send", `--mix: got "send", want CALLBACK=WEIGHT, as in bot=1,send=20`},
		{"a search without an end", "all --find --rate max", "--find searches a rate, so it cannot start at --rate max"},
		{"a search for a number", "all --find -n 5", "--find and -n do not go together"},
		{
			"a rate that rises without an end", "all --rate 100..200/s",
			"--rate 100..200/s changes over the run, so it needs a --duration",
		},
		{"two URLs", "all :1/im :2/im", "two URLs among the arguments; want one"},
	})
}
