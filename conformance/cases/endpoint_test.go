package cases_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// suiteOf are the cases of callbacks with these short names.
func suiteOf(t *testing.T, shorts ...string) []*conformance.Case {
	t.Helper()
	var commands []*payloads.Command
	for _, short := range shorts {
		c, err := chat.Lookup(short)
		if err != nil {
			t.Fatal(err)
		}
		commands = append(commands, c)
	}
	return cases.Suite(commands...)
}

func TestTheEndpointIsAskedOnce(t *testing.T) {
	const about, alone, stalled = "query-order-sorted", "neg-json-truncated", "upload-stalled"
	for _, tt := range []struct {
		name      string
		callbacks []string
		run       []string
		want      map[string]string // the callbacks that play the case
	}{
		{"the usual ones keep theirs", []string{"send", "attr"}, nil, map[string]string{about: "send attr", alone: "send attr"}},
		{
			"beside a usual one",
			[]string{"state", "send", "before-send"},
			nil,
			map[string]string{about: "send", alone: "state send before-send", stalled: "send"},
		},
		{
			"the first of others that has the case",
			[]string{"state", "before-send"},
			nil,
			map[string]string{about: "state", alone: "state before-send", stalled: "before-send"},
		},
		{
			"of those that are chosen",
			[]string{"send", "state", "before-invite"},
			[]string{"state/*", "before-invite/*"},
			map[string]string{about: "state", alone: "state before-invite"},
		},
		{"an id alone", []string{"send", "state"}, []string{about}, map[string]string{about: "send"}},
		{
			"what is named is played",
			[]string{"send", "state"},
			[]string{"send", "state/" + about},
			map[string]string{about: "send state", alone: "send"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			selected, err := cases.Select(suiteOf(t, tt.callbacks...), cases.Selection{Run: tt.run, Level: payloads.May})
			if err != nil {
				t.Fatal(err)
			}
			for id, want := range tt.want {
				var got []string
				for _, c := range selected {
					if c.ID == id {
						got = append(got, c.Command.Short)
					}
				}
				if strings.Join(got, " ") != want {
					t.Errorf("%s: got it with %v, want %s", id, got, want)
				}
			}
		})
	}
}

func TestACaseThatACallbackCannotHaveIsToldWhy(t *testing.T) {
	for pattern, lack := range map[string]string{
		"state/delivery-gap":                 "State.StateChange is not sent for each message of a group, with its number",
		"State.StateChange/neg-encoding-gbk": "State.StateChange has no message",
		"bot/delivery-gap":                   "Bot.OnGroupMessage is not sent for each message of a group, with its number",
		"state/neg-type-string-for-int":      "State.StateChange has no number that is never a text",
		"send/delivery-gop":                  "",
	} {
		t.Run(pattern, func(t *testing.T) {
			_, err := cases.Select(cases.Suite(chat.All()...), cases.Selection{Run: []string{pattern}})
			none, is := errors.AsType[*cases.NoMatchError](err)
			if !is || none.Lack != lack || !strings.Contains(err.Error(), lack) {
				t.Errorf("got %v, want %q", err, lack)
			}
		})
	}
}

// What a tamper says names the fields of the callback that it is played with.
func TestATamperNamesTheFieldsThatItChanges(t *testing.T) {
	for _, tt := range []struct{ callback, id, doc string }{
		{"send", "neg-type-string-for-int", "MsgSeq, MsgTime, Random and OnlineOnlyFlag as strings"},
		{"before-send", "neg-type-string-for-int", "Random and OnlineOnlyFlag as strings"},
		{"friend-request", "neg-type-string-for-int", "ForceAddFlags as a string"},
		{"recall", "neg-type-int-for-string", "GroupId and From_Account as numbers"},
		{"c2c-after-send", "neg-type-int-for-string", "To_Account and From_Account as numbers"},
		{"state", "neg-type-int-for-string", "Info.To_Account as a number"},
		{"attr", "neg-json-duplicate-keys", "GroupId twice with different values"},
		{"state", "neg-json-duplicate-keys", "Info.To_Account twice with different values"},
		{"attr", "neg-field-case", "groupid and msgseq in lower case"},
		{"recall", "neg-field-case", "groupid and msgseq in lower case"},
		{"c2c-after-send", "neg-field-case", "to_account in lower case"},
	} {
		t.Run(tt.callback+" "+tt.id, func(t *testing.T) {
			for _, c := range suiteOf(t, tt.callback) {
				if c.ID == tt.id && c.Doc != tt.doc {
					t.Errorf("got %q, want %q", c.Doc, tt.doc)
				}
			}
		})
	}
}
