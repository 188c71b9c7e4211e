package cases

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// layoutTampers write a packet in other ways. What it says stays the same, but for the last.
func layoutTampers() []tamper {
	laidOut := func(layout jsontree.Layout) conformance.RunFunc {
		return body(func(p payloads.Packet) []byte { return tree(p).Append(nil, layout) })
	}
	spelt := func(spell func(string) string) conformance.RunFunc {
		return body(func(p payloads.Packet) []byte {
			return respelt(tree(worldly(p)), spell).Append(nil, jsontree.Compact)
		})
	}
	return []tamper{
		must("body-compact-sorted", "no white space, names sorted at every level", "a capture of 2019 (observed)",
			laidOut(jsontree.Sorted)).expect(same).tagged(core | transport),
		must("body-pretty", "indented", "the samples of the documentation", laidOut(jsontree.Pretty)).expect(same),
		must("body-key-order-random", "the names of every object in random order",
			"JSON objects are unordered (RFC 8259, 4)", shuffledKeys).expect(same),
		must("body-escaped-unicode", `everything that is not ASCII as \uXXXX, with surrogate pairs`, "RFC 8259, 7",
			spelt(escapeUnicode)).expect(exact),
		must("body-raw-utf8", "everything that is not ASCII as UTF-8", "a capture of 2019 (observed)",
			spelt(spellPlain)).expect(exact).tagged(core | transport),
		should("body-escaped-slash", `\/ for every slash in a string`, "encoders of PHP and others",
			spelt(escapeSlashes)).expect(exact),
		should("body-trailing-newline", "a newline after the object", "RFC 8259, 2",
			body(func(p payloads.Packet) []byte { return append(slices.Clip(p.Body), '\n') })).expect(same),
		may("body-bom", "a byte order mark before the object, which JSON forbids", "tools on Windows; inferred",
			body(func(p payloads.Packet) []byte { return append([]byte("\ufeff"), p.Body...) })).expect(survive),
	}
}

// worldly is a packet with Chinese, emoji and slashes in a text of its users. One that has none gets a further field,
// as the REST call has one that recalls a message.
func worldly(p payloads.Packet) payloads.Packet {
	const text = "是的 http://例子.example/a/b 😀👍🏽 naïve"
	if path, found := userText(p, text); found {
		return edited(p, change{path, jsontree.String(text)})
	}
	return edited(p, change{undeclared(p.Command, "Reason"), jsontree.String(text)})
}

// userText is the path of the first text of users that may be this one: the key of an attribute, for example, may be
// shorter only.
func userText(p payloads.Packet, text string) (path string, found bool) {
	v, before := tree(p), len(p.Command.Validate(p.Body))
	where := p.Command.Where(payloads.IsUserText)
	for _, at := range v.Paths() {
		if v.At(at).Kind() != jsontree.KindString || !slices.ContainsFunc(where, func(w string) bool {
			return isWithin(at, strings.Split(w, "."))
		}) {
			continue
		}
		with := edited(p, change{at.Pointer(), jsontree.String(text)})
		if len(p.Command.Validate(with.Body)) <= before {
			return at.Pointer(), true
		}
	}
	return "", false
}

// isWithin reports whether a path begins with the steps of another. There, * stands for any step.
func isWithin(path, of []string) bool {
	if len(path) < len(of) {
		return false
	}
	for i, step := range of {
		if step != "*" && step != path[i] {
			return false
		}
	}
	return true
}

// shuffledKeys builds everything anew in another order.
func shuffledKeys(ctx context.Context, run *conformance.CaseRun) {
	random := rand.New(rand.NewPCG(run.Options.Seed, conformance.SeedOf(run.Case.Name())))
	run.Send(ctx, attemptWith(run, "", func(p payloads.Packet) []byte {
		return shuffled(tree(p), random).Append(nil, jsontree.Compact)
	}))
}

func shuffled(v jsontree.Value, random *rand.Rand) jsontree.Value {
	members := slices.Clone(v.Members())
	for i := range members {
		members[i].Value = shuffled(members[i].Value, random)
	}
	switch v.Kind() {
	case jsontree.KindObject:
		random.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		return jsontree.Object(members...)
	case jsontree.KindArray:
		return array(members)
	}
	return v
}

func array(items []jsontree.Member) jsontree.Value {
	values := make([]jsontree.Value, len(items))
	for i, item := range items {
		values[i] = item.Value
	}
	return jsontree.Array(values...)
}

// respelt writes every string value with spell, which gives it with its quotes.
func respelt(v jsontree.Value, spell func(string) string) jsontree.Value {
	members := slices.Clone(v.Members())
	for i := range members {
		members[i].Value = respelt(members[i].Value, spell)
	}
	switch v.Kind() {
	case jsontree.KindString:
		return jsontree.Raw(spell(v.Text()))
	case jsontree.KindObject:
		return jsontree.Object(members...)
	case jsontree.KindArray:
		return array(members)
	}
	return v
}

func spellPlain(text string) string { return jsontree.String(text).JSON() }

func escapeSlashes(text string) string {
	return string(bytes.ReplaceAll([]byte(spellPlain(text)), []byte("/"), []byte(`\/`)))
}

func escapeUnicode(text string) string {
	const hex = "0123456789abcdef"
	var b []byte
	for _, r := range spellPlain(text) {
		if r < utf8.RuneSelf {
			b = append(b, byte(r))
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			b = append(b, '\\', 'u', hex[unit>>12], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
		}
	}
	return string(b)
}
