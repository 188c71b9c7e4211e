package shrink_test

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

// anyJSON draws a tree of some depth, with repeated names and odd spellings in it.
func anyJSON(rt *rapid.T, depth int) jsontree.Value {
	kind := rapid.IntRange(0, 7).Draw(rt, "kind")
	if depth == 0 {
		kind /= 2
	}
	switch kind {
	case 0:
		return jsontree.Raw(rapid.SampledFrom([]string{"true", "false", "null"}).Draw(rt, "word"))
	case 1:
		return jsontree.Number(rapid.StringMatching(`-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?`).Draw(rt, "number"))
	case 2:
		return jsontree.Raw(`"` + rapid.StringMatching(`([a-c /]|\\/|\\u00e9|\\ud83d\\ude00|\\n|你|😀){0,8}`).Draw(rt,
			"spelt") + `"`)
	case 3:
		return jsontree.String(rapid.StringN(0, 12, -1).Draw(rt, "string"))
	}
	children := make([]jsontree.Member, rapid.IntRange(0, 5).Draw(rt, "children"))
	for i := range children {
		children[i] = jsontree.M(rapid.StringMatching(`[a-d"]{0,2}`).Draw(rt, "name"), anyJSON(rt, depth-1))
	}
	return rebuilt(kind < 6, children)
}

func rebuilt(asObject bool, children []jsontree.Member) jsontree.Value {
	if asObject {
		return jsontree.Object(children...)
	}
	items := make([]jsontree.Value, len(children))
	for i, m := range children {
		items[i] = m.Value
	}
	return jsontree.Array(items...)
}

// reading parses the text, so that its values are spelt as there.
func reading(t interface{ Fatalf(string, ...any) }, text []byte) jsontree.Value {
	v, err := jsontree.ParseLoose(text)
	if err != nil {
		t.Fatalf("%q is no JSON: %v", text, err)
	}
	return v
}

// lessOne lists what v becomes without one member or item, wherever it is.
func lessOne(v jsontree.Value) []jsontree.Value {
	var list []jsontree.Value
	isObject := v.Kind() == jsontree.KindObject
	for i, m := range v.Members() {
		list = append(list, rebuilt(isObject, slices.Delete(slices.Clone(v.Members()), i, i+1)))
		for _, less := range lessOne(m.Value) {
			children := slices.Clone(v.Members())
			children[i].Value = less
			list = append(list, rebuilt(isObject, children))
		}
	}
	return list
}

func TestNothingThatIsLeftCanBeSpared(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		layout := rapid.SampledFrom(jsontree.Layouts()).Draw(rt, "layout")
		body := anyJSON(rt, 4).Append(nil, layout)
		fails := anyLiteral(rt, reading(rt, body))
		got := shrink.Shrink(t.Context(), body, fails.asked, shrink.Options{MaxTries: 100_000})
		result := reading(rt, got.Body)
		if !fails(result, string(got.Body)) || len(got.Body) > len(body) || got.Exhausted {
			rt.Fatalf("%s became %s, exhausted %v", body, got.Body, got.Exhausted)
		}
		for _, less := range lessOne(result) {
			if fails(reading(rt, []byte(less.JSON())), less.JSON()) {
				rt.Fatalf("%s became %s, of which %s is enough", body, got.Body, less.JSON())
			}
		}
		saved := 0
		for _, step := range got.Steps {
			saved += step.Bytes
		}
		if saved != len(body)-len(got.Body) {
			rt.Fatalf("%d bytes went, the steps tell of %d", len(body)-len(got.Body), saved)
		}
	})
}

// places are the paths that find something, the whole tree's among them; of members with one name they find the last.
func places(root jsontree.Value) []jsontree.Path {
	all := append(root.Paths(), jsontree.Path{})
	return slices.DeleteFunc(all, func(p jsontree.Path) bool { return root.At(p).IsAbsent() })
}

// anyLiteral asks for one or two of the tree's values: anywhere, or at their paths.
func anyLiteral(rt *rapid.T, root jsontree.Value) predicate {
	wanted := rapid.SliceOfN(rapid.SampledFrom(places(root)), 1, 2).Draw(rt, "wanted")
	inPlace := rapid.Bool().Draw(rt, "in place")
	return func(v jsontree.Value, _ string) bool {
		return !slices.ContainsFunc(wanted, func(p jsontree.Path) bool {
			literal := root.At(p).JSON()
			same := func(v jsontree.Value) bool { return v.JSON() == literal }
			return inPlace && !same(v.At(p)) || !inPlace && !anyValue(v, same)
		})
	}
}

func TestWhateverIsKeptStays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := anyJSON(rt, 4).Append(nil, jsontree.Pretty)
		root := reading(rt, body)
		keep := rapid.SliceOfN(rapid.SampledFrom(places(root)), 1, 2).Draw(rt, "keep")
		seed := rapid.Uint64().Draw(rt, "seed")
		got := shrink.Shrink(t.Context(), body, whimsical(seed), shrink.Options{Keep: keep, MaxTries: 500})
		for _, p := range keep {
			if was, is := root.At(p).JSON(), reading(rt, got.Body).At(p).JSON(); was != is {
				rt.Fatalf("%s: got %s, want %s; %s became %s", p.Pointer(), is, was, body, got.Body)
			}
		}
	})
}

// whimsical fails for about half of all bodies, for the same ones whenever it is asked.
func whimsical(seed uint64) func(context.Context, []byte) bool {
	return func(_ context.Context, body []byte) bool {
		sum := seed
		for _, c := range body {
			sum = (sum ^ uint64(c)) * 1099511628211
		}
		return sum>>32&1 == 0
	}
}

func TestTheSameAnswersLeadToTheSameTries(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := anyJSON(rt, 4).Append(nil, jsontree.Pretty)
		seed := rapid.Uint64().Draw(rt, "seed")
		var tries [2][]string
		var got [2]shrink.Result
		for i := range tries {
			got[i] = shrink.Shrink(t.Context(), body, func(ctx context.Context, body []byte) bool {
				tries[i] = append(tries[i], string(body))
				return whimsical(seed)(ctx, body)
			}, shrink.Options{MaxTries: 300})
		}
		if diff := cmp.Diff(tries[0], tries[1]) + cmp.Diff(got[0], got[1]); diff != "" {
			rt.Fatalf("(-once +again):\n%s", diff)
		}
		if slices.Sort(tries[0]); len(slices.Compact(tries[0])) != got[0].Tries {
			rt.Fatalf("%d tries, some of them twice", got[0].Tries)
		}
	})
}

func FuzzShrinkKeepsJSON(f *testing.F) {
	for i, s := range []string{
		crowded, "", " ", "[]", "{}}", `"\ud83d\ude00\ud83d"`, "\"\xff\xe4\xbd\"", `{"a":1,"a":[true,-0.0e-0]}`,
		"[[[[[]]]]]", "a\nb\n\nc", ` [ "\\" , "\"" ] `,
	} {
		f.Add([]byte(s), uint64(i), strconv.Itoa(i))
	}
	f.Fuzz(func(t *testing.T, body []byte, seed uint64, keep string) {
		fails := whimsical(seed)
		legal := json.Valid(body)
		_, err := jsontree.Parse(body)
		strict := err == nil
		if _, err := jsontree.ParseLoose(body); legal && err != nil {
			legal = false // nests deeper than anything that reads it
		}
		got := shrink.Shrink(t.Context(), body, func(ctx context.Context, candidate []byte) bool {
			if legal && !json.Valid(candidate) {
				t.Fatalf("%q is JSON, %q is not", body, candidate)
			}
			if _, err := jsontree.Parse(candidate); strict && err != nil {
				t.Fatalf("%q: %v, and %q had no such fault", candidate, err, body)
			}
			if legal && utf8.Valid(body) && !utf8.Valid(candidate) {
				t.Fatalf("%q is UTF-8, %q is not", body, candidate)
			}
			if len(candidate) > len(body) {
				t.Fatalf("%q is longer than %q", candidate, body)
			}
			return fails(ctx, candidate)
		}, shrink.Options{Keep: []jsontree.Path{{keep}}})
		if string(got.Body) != string(body) && !fails(t.Context(), got.Body) {
			t.Fatalf("%q became %q, which passes", body, got.Body)
		}
	})
}
