package conformance_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
)

func TestListsOfKnownFailuresAreRead(t *testing.T) {
	got, err := conformance.ParseKnown(`# what we know
send/eventtime-string  # ticket 812
neg-* until=2027-01-31 # the gateway
  bot/example#3

`, "known.txt")
	if err != nil {
		t.Fatal(err)
	}
	want := []conformance.KnownFailure{
		{Pattern: "send/eventtime-string", Reason: "ticket 812", From: "known.txt:2"},
		{
			Pattern: "neg-*", Reason: "the gateway", Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC),
			From: "known.txt:3",
		},
		{Pattern: "bot/example#3", From: "known.txt:4"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"send ticket 812":       `k:1: got "ticket" behind the pattern, want until=DATE or # and the reason`,
		"\nsend until=tomorrow": `k:2: until: got "tomorrow", want a day such as 2027-01-31`,
	} {
		if _, err := conformance.ParseKnown(text, "k"); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestEntriesThatAreStaleAreProblems(t *testing.T) {
	day := func(s string) time.Time {
		d, err := conformance.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	noon := func(s string) time.Time { return day(s).Add(12 * time.Hour) }
	for _, tt := range []struct {
		name  string
		entry conformance.KnownFailure
		now   time.Time
		want  []string
	}{
		{"no end", conformance.KnownFailure{Pattern: "send", From: "f:1"}, noon("2027-01-31"), nil},
		{
			"before",
			conformance.KnownFailure{Pattern: "send", From: "f:1", Until: day("2027-01-31")},
			noon("2027-01-30"), nil,
		},
		{
			"the last day",
			conformance.KnownFailure{Pattern: "send", From: "f:1", Until: day("2027-01-31")},
			noon("2027-01-31"), nil,
		},
		{"expired", conformance.KnownFailure{Pattern: "send", From: "f:1", Until: day("2027-01-31"), Reason: "ticket 812"}, day("2027-02-01"), []string{
			`known failure "send" (f:1) has expired on 2027-01-31, ticket 812: fix the backend, or set another day`,
		}},
		{"a check", conformance.KnownFailure{Pattern: "send:resp-json", From: "f:1"}, noon("2027-01-31"), nil},
		{"no match", conformance.KnownFailure{Pattern: "snd", From: "f:1", Until: day("2027-01-31")}, noon("2027-03-01"), []string{
			`known failure "snd" (f:1) matches no case: remove it from the list, or correct the name`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			known, err := conformance.NewKnown([]conformance.KnownFailure{tt.entry}, cases.Suite())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, known.Problems(tt.now)); diff != "" {
				t.Errorf("%s", diff)
			}
		})
	}
}

func TestEntriesThatCannotBeReadAreRefused(t *testing.T) {
	for _, tt := range []struct{ name, pattern, want string }{
		{"a pattern", "a/b/c", `f:1: pattern "a/b/c": want CALLBACK/ID, a callback or an id`},
		{"an unknown check", "send:resp-jsn", `f:1: unknown check "resp-jsn"`},
		{"a glob that no check fits", "send:rsp-*", `f:1: unknown check "rsp-*"`},
		{"no check behind the colon", "send:", `f:1: unknown check ""`},
		{"no case before the colon", ":resp-json", "f:1: a pattern is empty, want a name such as send/eventtime-string or neg-*"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := conformance.NewKnown([]conformance.KnownFailure{{Pattern: tt.pattern, From: "f:1"}}, nil)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestEntriesAreMatchedInTheirOrder(t *testing.T) {
	known, err := conformance.NewKnown([]conformance.KnownFailure{{Pattern: "send/*", Reason: "a"}, {Pattern: "eventtime-string", Reason: "b"}}, cases.Suite())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Group.CallbackAfterSendMsg/eventtime-string": "ab",
		"Bot.OnGroupMessage/eventtime-string":         "b",
		"Bot.OnGroupMessage/baseline-minimal":         "",
	} {
		got := ""
		for _, e := range known.For(caseNamed(t, name)) {
			got += e.Reason
		}
		if got != want {
			t.Errorf("%s: got the entries %q, want %q", name, got, want)
		}
	}
	var none *conformance.KnownFailures
	if none.For(caseNamed(t, "Bot.OnGroupMessage/baseline-minimal")) != nil || none.Problems(time.Now()) != nil {
		t.Error("no list at all has entries")
	}
}

func FuzzListsNeverPanic(f *testing.F) {
	for _, seed := range []string{"send/* # a\n", "neg-* until=2027-01-31\r\n", "\ufeffall\n#", "[a/b] x", "**/**", "example#1#2", "send:resp-*", ":x:"} {
		f.Add(seed)
	}
	suite := cases.Suite()[:50]
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = cases.ParseTags(text)
		_, _ = cases.ParseShard(text)
		if patterns := conformance.PatternsIn(text); len(patterns) > 0 {
			_, _ = cases.Select(suite, cases.Selection{Run: patterns[:1]})
		}
		entries, err := conformance.ParseKnown(text, "list")
		if err != nil {
			return
		}
		if known, err := conformance.NewKnown(entries, suite); err == nil {
			known.Problems(time.Unix(0, 0))
		}
	})
}
