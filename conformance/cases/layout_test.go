package cases

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

// packets are all variants of all commands that are JSON to the standard library.
func packets(t *testing.T) []payloads.Packet {
	t.Helper()
	var list []payloads.Packet
	for _, c := range chat.All() {
		for i := range c.Variants() {
			built, err := c.Build(&c.Variants()[i], payloads.Params{Seed: 1, Now: time.Unix(1762851903, 0)})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range built {
				if json.Valid(p.Body) && utf8.Valid(p.Body) && !bytes.Contains(p.Body, []byte(`\ud`)) {
					list = append(list, p)
				}
			}
		}
	}
	if len(list) < 450 {
		t.Fatalf("got %d packets, some were lost", len(list))
	}
	return list
}

// meaning is what a packet says to a reader that keeps numbers as they are spelt.
func meaning(t *testing.T, body []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return v
}

func TestLayoutsChangeTheSpellingAndNotTheMeaning(t *testing.T) {
	serial(t)
	random := rand.New(rand.NewPCG(1, 2))
	shuffles := 0
	for _, p := range packets(t) {
		v := tree(p)
		for name, other := range map[string]jsontree.Value{
			"shuffled": shuffled(v, random), "escaped": respelt(v, escapeUnicode), "slashes": respelt(v, escapeSlashes),
			"plain": respelt(v, spellPlain),
		} {
			body := other.Append(nil, jsontree.Compact)
			if diff := cmp.Diff(meaning(t, p.Body), meaning(t, body)); diff != "" {
				t.Errorf("%s, %s:\n%s", p.Name(), name, diff)
			}
			if name == "shuffled" && !bytes.Equal(body, v.Append(nil, jsontree.Compact)) {
				shuffles++
			}
		}
	}
	if shuffles < 400 {
		t.Errorf("got %d packets in another order, want nearly all", shuffles)
	}
}

func TestAWorldlyPacketHoldsWhatTheLayoutsAreAbout(t *testing.T) {
	for _, c := range chat.All() {
		built, err := c.Build(nil, payloads.Params{Seed: 1, Now: time.Unix(1762851903, 0)})
		if err != nil {
			t.Fatal(err)
		}
		p := worldly(built[0])
		for _, part := range []string{"是的", "😀", "/a/b", "ï"} {
			if !strings.Contains(string(p.Body), part) {
				t.Errorf("%s: got %s, want %s in it", c.Name, p.Body, part)
			}
		}
		escaped := string(respelt(tree(p), escapeUnicode).Append(nil, jsontree.Compact))
		if !strings.Contains(escaped, `\ud83d\ude00`) || !strings.Contains(escaped, `\u662f`) {
			t.Errorf("%s: got %s, want a surrogate pair and no other than ASCII", c.Name, escaped)
		}
		for i := range len(escaped) {
			if escaped[i] >= utf8.RuneSelf {
				t.Errorf("%s: got %q in %s", c.Name, escaped[i], escaped)
				break
			}
		}
	}
}

func TestAnyTextSurvivesItsEscapes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.ToValidUTF8(rapid.String().Draw(rt, "text"), "?")
		for _, spell := range []func(string) string{escapeUnicode, escapeSlashes, spellPlain} {
			var got string
			if err := json.Unmarshal([]byte(spell(text)), &got); err != nil || got != text {
				rt.Fatalf("%q: got %q, %v", spell(text), got, err)
			}
		}
	})
}

func TestTheHugeTimeIsThePresentToAReaderThatOverflows(t *testing.T) {
	const now = 1741000000
	got := hugeTime("1741000000")
	var wrapped uint64
	for _, digit := range got {
		wrapped = wrapped*10 + uint64(digit-'0')
	}
	if len(got) != 30 || wrapped != now {
		t.Errorf("got %s, want 30 digits that are %d modulo 2^64", got, now)
	}
}
