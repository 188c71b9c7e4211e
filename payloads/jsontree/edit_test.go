package jsontree_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

func path(t testing.TB, s string) jsontree.Path {
	t.Helper()
	p, err := jsontree.ParsePath(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const edited = `{"a":[{"x":1,"y":"\/"},{"x":2},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`

func TestAdd(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{"new", `{"a":[{"x":1,"y":"\/"},{"x":2},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2,"new":9}`},
		{"b", `{"a":[{"x":1,"y":"\/"},{"x":2},3],"b":9,"a.b":null,"d":1,"d":2}`},
		{"d", `{"a":[{"x":1,"y":"\/"},{"x":2},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":9}`},
		{"a.-", `{"a":[{"x":1,"y":"\/"},{"x":2},3,9],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"a.3", `{"a":[{"x":1,"y":"\/"},{"x":2},3,9],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"a.0", `{"a":[9,{"x":2},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"a.1.z", `{"a":[{"x":1,"y":"\/"},{"x":2,"z":9},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"a.*", `{"a":[9,9,9],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"b.-", `{"a":[{"x":1,"y":"\/"},{"x":2},3],"b":{"*":0,"-":9},"a.b":null,"d":1,"d":2}`},
		{"/a.b", `{"a":[{"x":1,"y":"\/"},{"x":2},3],"b":{"*":0,"-":0},"a.b":9,"d":1,"d":2}`},
		{"a.4", "there is no a.4 in this packet (a exists)"},
		{"a.01", "there is no a.01 in this packet (a exists)"},
		{"a.+1", "there is no a.+1 in this packet (a exists)"},
		{"a.x", "there is no a.x in this packet (a exists)"},
		{"a.*.z", "there is no a.*.z in this packet (a.* exists)"},
		{"d.z", "there is no d.z in this packet (d exists)"},
		{"n.z", "there is no n.z in this packet"},
	} {
		t.Run(c.path, func(t *testing.T) {
			check(t, c.path, c.want,
				func(v jsontree.Value, p jsontree.Path) (jsontree.Value, error) { return v.Add(p, jsontree.Int(9)) })
		})
	}
}

func TestReplaceAndRemove(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{"a.0.y", `{"a":[{"x":1},{"x":2},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"a.1", `{"a":[{"x":1,"y":"\/"},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"a.*.x", `{"a":[{"y":"\/"},{},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"a.*", `{"a":[],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"b.*", `{"a":[{"x":1,"y":"\/"},{"x":2},3],"b":{},"a.b":null,"d":1,"d":2}`},
		{"d", `{"a":[{"x":1,"y":"\/"},{"x":2},3],"b":{"*":0,"-":0},"a.b":null,"d":1}`},
		{"*", `{}`},
		{"*.*.x", `{"a":[{"y":"\/"},{},3],"b":{"*":0,"-":0},"a.b":null,"d":1,"d":2}`},
		{"a.3", "there is no a.3 in this packet (a exists)"},
		{"a.-", "there is no a.- in this packet (a exists)"},
		{"a.*.z", "there is no a.*.z in this packet (a exists)"},
		{"a.0.x.y.z", "there is no a.0.x.y.z in this packet (a.0.x exists)"},
		{"/a~1b", "there is no /a~1b in this packet"},
	} {
		t.Run(c.path, func(t *testing.T) {
			check(t, c.path, c.want,
				func(v jsontree.Value, p jsontree.Path) (jsontree.Value, error) { return v.Remove(p) })
		})
	}
}

func check(t *testing.T, at, want string, edit func(jsontree.Value, jsontree.Path) (jsontree.Value, error)) {
	t.Helper()
	v := mustParse(t, edited)
	changed, err := edit(v, path(t, at))
	got := changed.JSON()
	if err != nil {
		if missing := new(jsontree.PathError); !errors.As(err, &missing) {
			t.Errorf("got a %T, want a PathError", err)
		}
		if got != edited {
			t.Errorf("with the error comes %s, want the value unchanged", got)
		}
		got = err.Error()
	}
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if v.JSON() != edited {
		t.Errorf("the original became %s", v.JSON())
	}
}

func TestPutSeesWhatIsThere(t *testing.T) {
	v := mustParse(t, `[{"x":1},{}]`)
	double := func(old jsontree.Value) (jsontree.Value, error) {
		if old.IsAbsent() {
			return jsontree.String("new"), nil
		}
		return jsontree.Array(old, old), nil
	}
	got, err := v.Put(path(t, "*.x"), double)
	if err != nil || got.JSON() != `[{"x":[1,1]},{"x":"new"}]` {
		t.Errorf("got %s, %v", got.JSON(), err)
	}
	refused := errors.New("refused")
	refuse := func(jsontree.Value) (jsontree.Value, error) { return jsontree.Value{}, refused }
	if _, err := v.Put(path(t, "1.x"), refuse); !errors.Is(err, refused) {
		t.Errorf("got %v, want the edit's own error", err)
	}
	if got, err := v.Add(path(t, "1.x"), jsontree.Absent()); err != nil || got.JSON() != v.JSON() {
		t.Errorf("adding the absent value makes %s, %v", got.JSON(), err)
	}
	if got, err := v.Add(nil, jsontree.Int(1)); err != nil || got.JSON() != "1" {
		t.Errorf("adding at the empty path makes %s, %v", got.JSON(), err)
	}
}

// Values are shared between packets and goroutines, so whatever an edit does may show only in its result.
func TestEditsNeverChangeTheOriginal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t, 0)
		before := v.JSON()
		results := []jsontree.Value{v}
		texts := []string{before}
		for range 8 {
			from := rapid.SampledFrom(results).Draw(t, "from")
			step := rapid.SampledFrom([]string{"0", "1", "-", "*", "a", "A", "", "new"})
			steps := rapid.SliceOfN(step, 1, 3).Draw(t, "path")
			x := drawValue(t, 3)
			changed, _ := from.Add(steps, x)
			removed, _ := from.Remove(steps)
			from.Append(nil, jsontree.Sorted)
			results = append(results, changed, removed)
			texts = append(texts, changed.JSON(), removed.JSON())
		}
		for i := range results {
			if results[i].JSON() != texts[i] {
				t.Fatalf("a later edit changed %s to %s", texts[i], results[i].JSON())
			}
		}
	})
}

func TestPathsListsEverythingInOrder(t *testing.T) {
	v := mustParse(t, edited)
	var got []string
	for _, p := range v.Paths() {
		if v.At(p).IsAbsent() {
			t.Errorf("nothing stands at %s", p)
		}
		got = append(got, p.String())
	}
	want := "a a.0 a.0.x a.0.y a.1 a.1.x a.2 b b.* b.- /a.b d d"
	if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
		t.Error(diff)
	}
}
