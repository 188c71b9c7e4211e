package nearest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/nearest"
	"pgregory.net/rapid"
)

func TestNames(t *testing.T) {
	commands := []string{
		"Bot.OnGroupMessage", "bot", "Group.CallbackAfterSendMsg", "send", "Group.CallbackAfterRecallMsg", "recall",
		"Group.CallbackAfterGroupAttrChanged", "attr",
	}
	variants := []string{
		"eventtime-integer", "eventtime-string", "eventtime-absent", "elem-text", "elem-image", "elem-image-order", "elem-sound", "text-max",
	}
	for _, c := range []struct {
		why, wrong string
		known      []string
		want       []string
	}{
		{"one letter is missing", "sen", commands, []string{"send", "Group.CallbackAfterSendMsg"}},
		{"two letters are swapped", "sned", commands, []string{"send"}},
		{"one letter is wrong", "recoll", commands, []string{"recall"}},
		{"one letter is too much", "attrr", commands, []string{"attr"}},
		{"the case is another", "BOT.ongroupmessage", commands, []string{"Bot.OnGroupMessage"}},
		{"the group is missing", "CallbackAfterSendMsg", commands, []string{"Group.CallbackAfterSendMsg"}},
		{"the separators are others", "event_time_string", variants, []string{"eventtime-string", "eventtime-absent"}},
		{"a part is given", "image", variants, []string{"elem-image", "elem-image-order"}},
		{"more than three are near", "elem", variants, []string{"elem-text", "elem-image", "elem-sound"}},
		{"nothing is near", "zebra", commands, nil},
		{"nothing is given", "", commands, nil},
		{"nothing is known", "send", nil, nil},
		{"it is longer than any name", strings.Repeat("send", 100), commands, nil},
		{"names are no words of ASCII", "公告栏", []string{"公告", "主题"}, []string{"公告"}},
		{"a name is listed twice", "sent", []string{"send", "send"}, []string{"send"}},
	} {
		t.Run(c.why, func(t *testing.T) {
			got := nearest.Names(c.wrong, c.known)
			if diff := cmp.Diff(c.want, got); diff != "" && len(got)+len(c.want) > 0 {
				t.Errorf("%.40q: %s", c.wrong, diff)
			}
		})
	}
}

func TestNamesAreKnownAndFewAndOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		known := rapid.SliceOf(rapid.String()).Draw(t, "known")
		wrong := rapid.OneOf(rapid.String(), rapid.SampledFrom(append(known, ""))).Draw(t, "wrong")
		got := nearest.Names(wrong, known)
		if len(got) > 3 {
			t.Fatalf("got %d names, want at most 3", len(got))
		}
		for i, name := range got {
			if !slices.Contains(known, name) || slices.Contains(got[:i], name) {
				t.Fatalf("got %q", got)
			}
		}
		if slices.Contains(known, wrong) && len(wrong) <= 256 && len(got) == 0 {
			t.Fatalf("%q itself is not near", wrong)
		}
	})
}

func BenchmarkNamesOfALongOne(b *testing.B) {
	known := slices.Repeat([]string{strings.Repeat("a-name-of-some-length", 10)}, 200)
	wrong := strings.Repeat("b", 256)
	for b.Loop() {
		nearest.Names(wrong, known)
	}
}
