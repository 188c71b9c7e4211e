package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/compare"
)

// A hostile body costs no more than its length: deep nesting, many items, many differences.
func TestHostileBodiesAreComparedInTime(t *testing.T) {
	deep := func(inside string) string { return strings.Repeat("[", 9000) + inside + strings.Repeat("]", 9000) }
	wide := func(n int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(fmt.Sprintf("%d,", n), 200_000), ",") + "]"
	}
	for name, c := range map[string]struct {
		old, new string
		want     int
	}{
		"deep":     {deep("1"), deep("2"), 1},
		"wide":     {wide(1), wide(2), 1000},
		"unequal":  {wide(1), "[1]", 1000},
		"longtext": {strings.Repeat("x", 1<<20), strings.Repeat("y\n", 1<<19), 1000},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (compare.Options{}).Bodies([]byte(c.old), []byte(c.new)); len(got) != c.want {
				t.Errorf("got %d differences, want %d", len(got), c.want)
			}
		})
	}
}

func FuzzBodies(f *testing.F) {
	for _, seed := range []string{`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`, `{"a":1,"a":[1.0,"\ud83d\ude00"]}`, "a\nb\n", "\xff{", "", "[1,2,3]", "\xef\xbb\xbf{}"} {
		f.Add([]byte(seed), []byte(`{"ErrorCode":1}`), false)
		f.Add([]byte(seed), []byte(seed+" "), true)
	}
	f.Fuzz(func(t *testing.T, old, new []byte, spelling bool) {
		o := compare.Options{Spelling: spelling}
		if got := o.Bodies(old, old); len(got) != 0 {
			t.Fatalf("%q: got %q of itself", old, told(got))
		}
		there, back := o.Bodies(old, new), o.Bodies(new, old)
		if len(there) != len(back) && len(there) < 1000 && len(back) < 1000 {
			t.Fatalf("%q and %q: got %d and %d differences", old, new, len(there), len(back))
		}
		if spelling && (len(there) == 0) != (string(old) == string(new)) {
			t.Fatalf("%q and %q: got %q", old, new, told(there))
		}
		for _, d := range there {
			before, after := d.Excerpts(60)
			if len(before) > 100 || len(after) > 100 || d.Old != d.New && before == after {
				t.Fatalf("%+v: got %q and %q", d, before, after)
			}
			if d.Old == d.New {
				t.Fatalf("%q and %q: got %+v", old, new, d)
			}
		}
	})
}
