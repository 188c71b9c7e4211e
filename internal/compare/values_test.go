package compare_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

func values(old, new jsontree.Value, ignore ...jsontree.Path) []compare.Difference {
	return compare.Options{Ignore: ignore}.Values(old, new)
}

func parse(t testing.TB, text string) jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// told is one line for each difference.
func told(list []compare.Difference) []string {
	var out []string
	for _, d := range list {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s -> %s", d.Kind, d.Where(), d.Old, d.New)))
	}
	return out
}

func TestWhatDiffersIsToldByItsPath(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		ignore         string
		want           []string
	}{
		{"nothing", `{"a":1,"b":[1,2]}`, ` { "b" : [1.0, 2e0], "\u0061":1 } `, "", nil},
		{"a value", `{"ErrorCode":0}`, `{"ErrorCode":1}`, "", []string{"changed /ErrorCode 0 -> 1"}},
		{"a type", `{"ErrorCode":0}`, `{"ErrorCode":"0"}`, "", []string{`changed /ErrorCode 0 -> "0"`}},
		{"null is a value", `{"a":null}`, `{}`, "", []string{"removed /a null ->"}},
		{"a member more", `{"a":1}`, `{"a":1,"b":{"c":[]}}`, "", []string{`added /b  -> {"c":[]}`}},
		{"names that a pointer escapes", `{"a/b":{"~":1}}`, `{"a/b":{"~":2}}`, "", []string{"changed /a~1b/~0 1 -> 2"}},
		{"an empty name", `{"":1}`, `{"":2}`, "", []string{"changed / 1 -> 2"}},
		{"one item in front", `[1,2,3,4]`, `[0,1,2,3,4]`, "", []string{"added /0  -> 0"}},
		{"one item taken out", `[1,2,3,4]`, `[1,3,4]`, "", []string{"removed /1 2 ->"}},
		{"a value in an item behind a new one", `[{"a":1},{"b":1},{"c":1}]`, `[{"x":0},{"a":1},{"b":2},{"c":1}]`, "", []string{`added /0  -> {"x":0}`, "changed /1/b 1 -> 2"}},
		{"another order", `[1,[2],3]`, `[3,1,[2]]`, "", []string{"reordered the whole"}},
		{"an item twice", `[1,1]`, `[1]`, "", []string{"removed /1 1 ->"}},
		{"repeated names in their order", `{"a":1,"a":2}`, `{"a":1,"a":3}`, "", []string{"changed /a 2 -> 3"}},
		{"a repeated name more", `{"a":1}`, `{"a":1,"a":1}`, "", []string{"added /a  -> 1"}},
		{"another kind at the top", `[]`, `{}`, "", []string{"changed body [] -> {}"}},
		{"ignored", `{"EventTime":1,"b":1}`, `{"EventTime":2,"b":2}`, "/EventTime", []string{"changed /b 1 -> 2"}},
		{"ignored in every item", `{"l":[{"t":1,"v":1},{"t":2,"v":2}]}`, `{"l":[{"t":9,"v":2},{"t":8,"v":1}]}`, "l.*.t", []string{"reordered /l"}},
		{"ignored and missing", `{"a":1}`, `{}`, "a", nil},
		{"ignored below", `{"a":{"b":1}}`, `{"a":{"b":[2]}}`, "a", nil},
		{"ignored at another depth", `{"a":{"b":1}}`, `{"a":{"b":2}}`, "b", []string{"changed /a/b 1 -> 2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ignore []jsontree.Path
			if c.ignore != "" {
				p, err := jsontree.ParsePath(c.ignore)
				if err != nil {
					t.Fatal(err)
				}
				ignore = append(ignore, p)
			}
			got := told(values(parse(t, c.old), parse(t, c.new), ignore...))
			for i, line := range got {
				if strings.HasPrefix(line, "reordered") {
					got[i], _, _ = strings.Cut(strings.Replace(line, "reordered body", "reordered the whole", 1), " [")
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNumbersAreComparedByValueWhateverTheirSize(t *testing.T) {
	long := strings.Repeat("9", 400)
	for _, c := range []struct {
		old, new string
		same     bool
	}{
		{"1", "1.0", true},
		{"100", "1e2", true},
		{"100", "1E+2", true},
		{"0.001", "1e-3", true},
		{"-0", "0.0e9", true},
		{"1", "-1", false},
		{"1e400", "1e401", false},
		{"1e400", "10e399", true},
		{long, long + ".0", true},
		{long, long[:399] + "8", false},
		{"9007199254740993", "9007199254740992", false},
		{"1e99999999999999999999", "1e99999999999999999998", false},
		{"1e99999999999999999999", "1e99999999999999999999", true},
		{"1e000000000000000000000000002", "100", true},
		{"12e-2", "0.12", true},
	} {
		t.Run(fmt.Sprintf("%.20s and %.20s", c.old, c.new), func(t *testing.T) {
			old, new := parse(t, c.old), parse(t, c.new)
			if got := len(values(old, new)) == 0; got != c.same {
				t.Errorf("%.20s and %.20s: got the same: %v, want %v", c.old, c.new, got, c.same)
			}
		})
	}
}

// With Spelling two bodies are the same only when they are so byte for byte.
func TestSpellingIsToldOnRequest(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"a number", `{"a":1}`, `{"a":1.0}`, "changed /a 1 -> 1.0"},
		{"an escape", `["/"]`, `["\/"]`, `changed /0 "/" -> "\/"`},
		{"the order of members", `{"a":1,"b":2}`, `{"b":2,"a":1}`, `reordered body {"a":1,"b":2} -> {"b":2,"a":1}`},
		{"white space", `{"a":1}`, `{"a": 1}`, `changed body {"a":1} -> {"a": 1}`},
		{"an escape in a name", `{"a":1}`, `{"\u0061":1}`, `changed body {"a":1} -> {"\u0061":1}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := (compare.Options{}).Bodies([]byte(c.old), []byte(c.new)); len(got) != 0 {
				t.Errorf("got %v, want nothing unless it is asked for", told(got))
			}
			if got := told(compare.Options{Spelling: true}.Bodies([]byte(c.old), []byte(c.new))); !slices.Equal(got, []string{c.want}) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// drawValue makes JSON of a few levels, with repeated names, equal items and numbers of several spellings.
func drawValue(t *rapid.T, depth int) jsontree.Value {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return jsontree.Null()
	case 1:
		return jsontree.Bool(rapid.Bool().Draw(t, "bool"))
	case 2:
		return jsontree.Number(rapid.SampledFrom([]string{"0", "1", "1.0", "-1", "10e-1", "4294967295", "1e400"}).Draw(t, "number"))
	case 3:
		return jsontree.String(rapid.SampledFrom([]string{"", "a", "b", "0", "\u202e", "是的"}).Draw(t, "text"))
	case 4:
		var items []jsontree.Value
		for range rapid.IntRange(0, 5).Draw(t, "items") {
			items = append(items, drawValue(t, depth-1))
		}
		return jsontree.Array(items...)
	}
	var members []jsontree.Member
	for range rapid.IntRange(0, 5).Draw(t, "members") {
		members = append(members, jsontree.M(rapid.SampledFrom([]string{"a", "b", "c/d", "~", ""}).Draw(t, "name"), drawValue(t, depth-1)))
	}
	return jsontree.Object(members...)
}

func TestNothingDiffersFromItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t, 4)
		text := v.Append(nil, jsontree.Compact)
		if got := values(v, v); len(got) != 0 {
			t.Fatalf("%s: got %v", text, told(got))
		}
		again, err := jsontree.Parse(v.Append(nil, jsontree.Pretty))
		if err != nil {
			t.Fatal(err)
		}
		if got := values(v, again); len(got) != 0 {
			t.Fatalf("%s: got %v of another layout", text, told(got))
		}
	})
}

// Seen from the other side, what was added is removed and the rest is the same.
func TestBothSidesTellTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawValue(t, 3), drawValue(t, 3)
		there, back := values(a, b), values(b, a)
		if len(there) != len(back) {
			t.Fatalf("%s and %s: got %q, and from the other side %q", a.JSON(), b.JSON(), told(there), told(back))
		}
		count := func(list []compare.Difference, kind compare.Kind) int {
			return len(slices.DeleteFunc(slices.Clone(list), func(d compare.Difference) bool { return d.Kind != kind }))
		}
		for kind, other := range map[compare.Kind]compare.Kind{
			compare.Added: compare.Removed, compare.Removed: compare.Added, compare.Changed: compare.Changed, compare.Reordered: compare.Reordered,
		} {
			if got, want := count(back, kind), count(there, other); got != want {
				t.Fatalf("%s and %s: got %d %s, want %d, as many as %s from the other side", a.JSON(), b.JSON(), got, kind, want, other)
			}
		}
	})
}

// One edit of one value is one difference, at its path.
func TestOneEditIsOneDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t, 4)
		paths := v.Paths()
		if len(paths) == 0 {
			t.Skip("a value without parts has none to edit")
		}
		p := rapid.SampledFrom(paths).Draw(t, "path")
		if v.At(p).IsAbsent() {
			t.Skip("of a repeated name only the last is reached")
		}
		fresh := jsontree.String("fresh")
		edited, err := v.Replace(p, func(jsontree.Value) (jsontree.Value, error) { return fresh, nil })
		if err != nil {
			t.Fatal(err)
		}
		got := values(v, edited)
		if len(got) != 1 || got[0].Path != p.Pointer() || got[0].Kind != compare.Changed || got[0].New != `"fresh"` {
			t.Fatalf("%s edited at %s: got %q", v.JSON(), p.Pointer(), told(got))
		}
		if got := values(v, edited, p); len(got) != 0 {
			t.Fatalf("%s edited at %s, which is ignored: got %q", v.JSON(), p.Pointer(), told(got))
		}
		if got := values(jsontree.Array(v, v), jsontree.Array(fresh, v, v)); len(got) != 1 || got[0].Kind != compare.Added || got[0].Path != "/0" {
			t.Fatalf("%s twice behind a new item: got %q", v.JSON(), told(got))
		}
	})
}
