package payloads_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

func hasCJK(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0xff01 &&
			r <= 0xff5e
	})
}

// texts are the sentences of a packet.
func texts(t *testing.T, body []byte) []string {
	t.Helper()
	p, err := jsontree.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range p.Get("MsgBody").Members() {
		if text := e.Value.Get("MsgContent").Get("Text"); !text.IsAbsent() {
			found = append(found, text.Text())
		}
	}
	return found
}

func TestTextsAreInTheLanguageAskedFor(t *testing.T) {
	serial(t)
	for _, c := range chat.All() {
		examples := 300 // of names and short texts
		if c.Field("MsgBody") != nil {
			examples = 1200 // of sentences, whose share of Chinese is measured
		}
		sentences := map[payloads.Lang][2]int{}
		for _, lang := range payloads.Langs() {
			for n := range uint64(examples) {
				body := build(t, c, payloads.Example(), payloads.Params{Seed: 9, Number: n, Lang: lang})[0].Body
				if lang == payloads.English && hasCJK(string(body)) {
					t.Fatalf("%s: an English packet has Chinese in it: %s", c.Name, body)
				}
				for _, s := range texts(t, body) {
					count := sentences[lang]
					if lang == payloads.Chinese && !hasCJK(s) {
						t.Fatalf("%s: a Chinese sentence has no Chinese in it: %s", c.Name, s)
					}
					count[0]++
					if hasCJK(s) {
						count[1]++
					}
					sentences[lang] = count
				}
			}
		}
		mixed := sentences[payloads.Mixed]
		if share := 100 * mixed[1] / max(1, mixed[0]); c.Field("MsgBody") != nil &&
			(mixed[0] < examples/2 || share < 40 || share > 80) {
			t.Errorf("%s: %d of %d mixed sentences have Chinese in them, want about 60 %%", c.Name, mixed[1], mixed[0])
		}
	}
}

// Places for names, times and numbers are filled, and texts stay as varied as people's.
func TestSentencesAreFilledAndVaried(t *testing.T) {
	c := lookup(t, "send")
	seen := map[string]bool{}
	for n := range uint64(1000) {
		for _, s := range texts(t, build(t, c, nil, payloads.Params{Seed: 9, Number: n})[0].Body) {
			if strings.ContainsAny(s, "{}") {
				t.Errorf("%q has an empty place", s)
			}
			seen[s] = true
		}
	}
	if len(seen) < 300 {
		t.Errorf("1000 messages say %d things, want at least 300", len(seen))
	}
}

func TestPlainPacketsHoldNothingThatABackendCouldTripOver(t *testing.T) {
	for _, c := range chat.All() {
		for n := range uint64(500) {
			for _, p := range build(t, c, nil, payloads.Params{Seed: 7, Number: n, Lang: payloads.Plain}) {
				for _, b := range p.Body {
					if b > '~' {
						t.Fatalf("number %d: got %s, want ASCII", n, p.Body)
					}
				}
				tree, err := jsontree.Parse(p.Body)
				if err != nil {
					t.Fatal(err)
				}
				if random, isInt := tree.Get("Random").Int64(); isInt && random > 1<<31-1 {
					t.Fatalf("number %d: got Random %d, want one that an int32 holds", n, random)
				}
			}
		}
	}
}
