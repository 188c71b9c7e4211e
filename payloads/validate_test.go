package payloads_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

func TestProblemsSayExactlyWhatIsWrongAndWhere(t *testing.T) {
	for _, j := range judgedTable() {
		t.Run(j.name(), func(t *testing.T) {
			if n := strings.Count(j.base, j.old); j.old != "" && n != 1 {
				t.Fatalf("%s is %d times in the packet", j.old, n)
			}
			packet, offset := j.packet()
			switch {
			case offset >= 0:
			case len(j.want) > 0 && strings.HasPrefix(j.want[0], "/MsgId"):
				offset = strings.Index(packet, `"144115`)
			default:
				offset = 0
			}
			var got []string
			for _, p := range commandOf(t, packet).Validate([]byte(packet)) {
				got = append(got, fmt.Sprintf("%s %s %s", strings.SplitN(p.String(), ": ", 2)[0], p.Level, p.Message))
				if p.Offset != offset {
					t.Errorf("the offset of %s is %d, want %d", p, p.Offset, offset)
				}
				if p.Source == "" {
					t.Errorf("%s has no source", p)
				}
			}
			if diff := cmp.Diff(j.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// commandOf is the command that the packet claims to be, send for what claims nothing.
func commandOf(t testing.TB, packet string) *payloads.Command {
	t.Helper()
	for _, c := range chat.All() {
		if strings.Contains(packet, c.Name) {
			return c
		}
	}
	return lookup(t, "send")
}

func TestSeveralProblemsComeInTheOrderOfThePacket(t *testing.T) {
	packet := "\ufeff" + `{"Zzz":"` + "\xff" + `","EventTime":"x","GroupId":1} {}`
	var got []string
	last := 0
	for _, p := range lookup(t, "attr").Validate([]byte(packet)) {
		got = append(got, fmt.Sprintf("%s@%d", p.Path, p.Offset))
		if p.Offset < last {
			t.Errorf("%s stands before its predecessor", p)
		}
		last = p.Offset
	}
	want := []string{
		"@0", "/CallbackCommand@3", "/Type@3", "/Operator_Account@3", "/OptionType@3", "/Zzz@10", "/Zzz@11",
		"/EventTime@26", "/GroupId@40", "@43",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHugePacketsAreJudgedQuickly(t *testing.T) {
	serial(t)
	var b strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&b, `"Unknown%d":1,`, i)
	}
	packet := strings.Replace(validSend, `"MsgSeq"`, b.String()+`"MsgSeq"`, 1)
	if problems := lookup(t, "send").Validate([]byte(packet)); len(problems) != 50_000 {
		t.Errorf("found %d problems, want one for each of the 50,000 unknown fields", len(problems))
	}
	deep := strings.Replace(validSend, `{"Text":"hi"}`, strings.Repeat(`{"Text":`, 5000)+`""`+strings.Repeat("}", 5000),
		1)
	if problems := lookup(t, "send").Validate([]byte(deep)); len(problems) == 0 {
		t.Error("an object for a text is not reported")
	}
	relay := `{"MsgType":"TIMRelayElem","MsgContent":{"MsgList":[{"MsgBody":[`
	nested := strings.Replace(validSend, `{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}`,
		strings.Repeat(relay, 1000)+strings.Repeat(`]}]}}`, 1000), 1)
	if problems := lookup(t, "send").Validate([]byte(nested)); len(problems) < 1000 {
		t.Error("1000 messages within each other are not judged")
	}
}
