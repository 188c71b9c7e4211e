package conformance_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
)

func TestPatternsStandForTheCasesThatTheyName(t *testing.T) {
	for _, tt := range []struct {
		pattern string
		matches []string
		not     []string
	}{
		{
			"send/eventtime-string",
			[]string{"Group.CallbackAfterSendMsg/eventtime-string"},
			[]string{"Bot.OnGroupMessage/eventtime-string"},
		},
		{
			"Group.CallbackAfterSendMsg/eventtime-string",
			[]string{"Group.CallbackAfterSendMsg/eventtime-string"},
			[]string{"Group.CallbackAfterSendMsg/eventtime-zero"},
		},
		{
			"eventtime-string",
			[]string{"Group.CallbackAfterSendMsg/eventtime-string", "Bot.OnGroupMessage/eventtime-string"},
			[]string{"Bot.OnGroupMessage/eventtime-zero"},
		},
		{
			"eventtime-*",
			[]string{"Group.CallbackAfterSendMsg/eventtime-string", "Bot.OnGroupMessage/eventtime-zero"},
			[]string{"Bot.OnGroupMessage/baseline-minimal"},
		},
		{
			"Group.*",
			[]string{"Group.CallbackAfterRecallMsg/baseline-minimal"},
			[]string{"Bot.OnGroupMessage/baseline-minimal"},
		},
		{
			"Group.*/base*",
			[]string{"Group.CallbackAfterRecallMsg/baseline-minimal"},
			[]string{"Bot.OnGroupMessage/baseline-minimal", "Group.CallbackAfterRecallMsg/eventtime-string"},
		},
		{
			"bot",
			[]string{"Bot.OnGroupMessage/baseline-minimal"},
			[]string{"Group.CallbackAfterSendMsg/baseline-minimal"},
		},
		{
			"*/baseline-minimal",
			[]string{"Bot.OnGroupMessage/baseline-minimal", "Group.CallbackAfterSendMsg/baseline-minimal"},
			[]string{"Bot.OnGroupMessage/baseline-maximal"},
		},
		{"**/baseline-minimal", []string{"Bot.OnGroupMessage/baseline-minimal"}, nil},
		{
			"all/baseline-minimal",
			[]string{"Bot.OnGroupMessage/baseline-minimal"},
			[]string{"Bot.OnGroupMessage/baseline-maximal"},
		},
		{"**", []string{"Bot.OnGroupMessage/baseline-minimal"}, nil},
		{"all", []string{"Bot.OnGroupMessage/baseline-minimal"}, nil},
		{"*", []string{"Bot.OnGroupMessage/baseline-minimal"}, nil},
		{
			"send/example#1",
			[]string{"Group.CallbackAfterSendMsg/example#1"},
			[]string{"Group.CallbackAfterSendMsg/example#0", "Bot.OnGroupMessage/example#1"},
		},
	} {
		t.Run(tt.pattern, func(t *testing.T) {
			p, err := conformance.ParsePattern(tt.pattern)
			if err != nil {
				t.Errorf("%v", err)
				return
			}
			for _, name := range tt.matches {
				if !p.Matches(caseNamed(t, name)) {
					t.Errorf("%s does not match %s", tt.pattern, name)
				}
			}
			for _, name := range tt.not {
				if p.Matches(caseNamed(t, name)) {
					t.Errorf("%s matches %s", tt.pattern, name)
				}
			}
		})
	}
}

func TestBrokenPatternsAreRefused(t *testing.T) {
	for pattern, want := range map[string]string{
		"":        "a pattern is empty, want a name such as send/eventtime-string or neg-*",
		"send/":   `pattern "send/": want CALLBACK/ID, a callback or an id`,
		"a/b/c":   `pattern "a/b/c": want CALLBACK/ID, a callback or an id`,
		"send/[a": `pattern "send/[a": a [ has no ]`,
		"[":       `pattern "[": a [ has no ]`,
	} {
		t.Run(pattern, func(t *testing.T) {
			if _, err := conformance.ParsePattern(pattern); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

func TestListsOfPatternsHaveComments(t *testing.T) {
	got := conformance.PatternsIn("\ufeff# all of them\r\nsend/*  # the group's\n\n  example#2\t# one\nbot/neg-*\n#")
	if diff := cmp.Diff([]string{"send/*", "example#2", "bot/neg-*"}, got); diff != "" {
		t.Error(diff)
	}
}

func caseNamed(t *testing.T, name string) *conformance.Case {
	t.Helper()
	for _, c := range append(cases.Suite(), cases.Examples(2)...) {
		if c.Name() == name {
			return c
		}
	}
	t.Fatalf("there is no case %s", name)
	return nil
}
