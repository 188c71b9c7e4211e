package cases_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads"
)

func TestAPatternThatMatchesNothingNamesTheNearest(t *testing.T) {
	for pattern, near := range map[string]string{
		"send/eventtme-string":                       "send/eventtime-string",
		"Group.CallbackAfterSendMsg/eventtme-string": "Group.CallbackAfterSendMsg/eventtime-string",
		"eventtme-string":                            "eventtime-string",
		"sed/eventtime-string":                       "send/eventtime-string",
		"all/eventtme-string":                        "all/eventtime-string",
		"recal":                                      "recall",
	} {
		t.Run(pattern, func(t *testing.T) {
			for _, s := range []cases.Selection{{Run: []string{pattern}}, {Skip: []string{"send", pattern}}} {
				_, err := cases.Select(cases.Suite(), s)
				var none *cases.NoMatchError
				if !errors.As(err, &none) || !slices.Contains(none.Near, near) || !strings.Contains(none.Hint(), near) {
					t.Errorf("got %v (%+v), want %s among the nearest", err, none, near)
				}
			}
		})
	}
	_, err := cases.Select(cases.Suite(), cases.Selection{Run: []string{"zzzzzzzzzz-*"}})
	var none *cases.NoMatchError
	if !errors.As(err, &none) || none.Hint() != "timhook list cases shows the names" {
		t.Errorf("got %v, want a hint without names", err)
	}
}

func TestTagsChooseCases(t *testing.T) {
	for _, tt := range []struct {
		text string
		with func(conformance.Tags) bool
	}{
		{"core", func(t conformance.Tags) bool { return t&conformance.TagCore != 0 }},
		{
			"core, security",
			func(t conformance.Tags) bool { return t&(conformance.TagCore|conformance.TagSecurity) != 0 },
		},
		{"not delivery", func(t conformance.Tags) bool { return t&conformance.TagDelivery == 0 }},
		{
			"not  delivery,not transport",
			func(t conformance.Tags) bool { return t&(conformance.TagDelivery|conformance.TagTransport) == 0 },
		},
		{"robustness,not security", func(t conformance.Tags) bool {
			return t&conformance.TagRobustness != 0 && t&conformance.TagSecurity == 0
		}},
	} {
		t.Run(tt.text, func(t *testing.T) {
			f, err := cases.ParseTags(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cases.Suite() {
				want := tt.with(c.Tags) && c.Tags&conformance.TagStress == 0
				if got := f.Includes(c.Tags); got != want {
					t.Errorf("got %t for %s (%s), want %t", got, c.Name(), c.Tags, want)
				}
			}
		})
	}
}

func TestStressRunsOnlyWhenItIsAskedFor(t *testing.T) {
	stress := func(s cases.Selection) int {
		s.Level = payloads.May
		cases, err := cases.Select(cases.Suite(), s)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, c := range cases {
			if c.Tags&conformance.TagStress != 0 {
				n++
			}
		}
		return n
	}
	i := slices.IndexFunc(cases.Suite(), func(c *conformance.Case) bool { return c.Tags&conformance.TagStress != 0 })
	if i < 0 {
		t.Fatal("no case is tagged stress")
	}
	named := cases.Suite()[i]
	if n := stress(cases.Selection{}); n != 0 {
		t.Errorf("a default run has %d stress cases, want none", n)
	}
	if n := stress(cases.Selection{Run: []string{named.Command.Name}}); n != 0 {
		t.Errorf("a callback's run has %d stress cases, want none", n)
	}
	if n := stress(cases.Selection{Run: []string{named.Name()}}); n != 1 {
		t.Errorf("got %d cases for %s, which is named in full, want it", n, named.Name())
	}
	for _, text := range []string{"stress", "all"} {
		tags, err := cases.ParseTags(text)
		if err != nil {
			t.Fatal(err)
		}
		if n := stress(cases.Selection{Tags: tags}); n == 0 {
			t.Errorf("--tag %s has no stress cases", text)
		}
	}
	var unknown *payloads.UnknownError
	if _, err := cases.ParseTags("core,not secruity"); !errors.As(err, &unknown) ||
		unknown.Hint() != "did you mean security?" {
		t.Errorf("got %v, want an unknown tag with a hint", err)
	}
}

func TestLevelsTakeWhatIsAsStrong(t *testing.T) {
	for _, level := range []payloads.Level{payloads.Must, payloads.Should, payloads.May} {
		cases, err := cases.Select(cases.Suite(), cases.Selection{Level: level})
		if err != nil || len(cases) == 0 {
			t.Fatalf("got %d cases, %v", len(cases), err)
		}
		weakest := payloads.Must
		for _, c := range cases {
			weakest = max(weakest, c.Level)
		}
		if weakest != level {
			t.Errorf("--level %s goes down to %s", level, weakest)
		}
	}
}

func TestShardsTogetherAreTheWhole(t *testing.T) {
	whole, err := cases.Select(cases.Suite(), cases.Selection{Level: payloads.May})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for i := 1; i <= 7; i++ {
		part, err := cases.Select(cases.Suite(),
			cases.Selection{Level: payloads.May, Shard: cases.Shard{Number: i, Of: 7}})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(part); n < len(whole)/7 || n > len(whole)/7+1 {
			t.Errorf("shard %d of 7 has %d of %d cases", i, n, len(whole))
		}
		for _, c := range part {
			seen[c.Name()]++
		}
	}
	for _, c := range whole {
		if seen[c.Name()] != 1 {
			t.Errorf("%s is in %d shards, want one", c.Name(), seen[c.Name()])
		}
	}
	for _, text := range []string{"", "0/3", "4/3", "1", "1/", "/3", "a/b", "-1/3", "1/0", "1/2/3"} {
		if _, err := cases.ParseShard(text); err == nil {
			t.Errorf("the shard %q is taken", text)
		}
	}
	if s, err := cases.ParseShard("2/5"); err != nil || (s != cases.Shard{Number: 2, Of: 5}) {
		t.Errorf("got %v, %v", s, err)
	}
}

func TestExamplesAreTheSameHoweverManyThereAre(t *testing.T) {
	few, many := cases.Examples(2), cases.Examples(5)
	if len(few) != 8 || len(many) != 20 || few[1].Name() != many[1].Name() {
		t.Errorf("got %d and %d examples, want 2 and 5 for each callback", len(few), len(many))
	}
	for text, want := range map[string]int{"send/example#3": 4, "example#0": 1, "send": 0, "example#x": 0, "example#-1": 0, "example#99999999": 0} {
		t.Run(text, func(t *testing.T) {
			if got := cases.ExamplesNamed([]string{"bot", text}); got != want {
				t.Errorf("got %d, want %d", got, want)
			}
		})
	}
}
