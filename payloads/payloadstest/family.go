// Package payloadstest holds families of callbacks to what every one of them promises.
package payloadstest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// examples is how many random packets of a callback are looked at.
const examples = 2000

// Family tests the callbacks of a family, of which steps of their variants may be. stands lists fields that each packet
// has although they are not always sent: "attr/GroupAttr".
func Family(t *testing.T, commands []*payloads.Command, stands ...string) {
	t.Helper()
	for _, c := range payloads.Join(commands...) {
		t.Run(c.Short, func(t *testing.T) {
			t.Parallel()
			t.Run("sample", func(t *testing.T) { sample(t, c) })
			t.Run("examples", func(t *testing.T) { random(t, c, stands) })
		})
	}
}

// sample wants the page's sample to leave the documentation where the literal says so and nowhere else.
func sample(t *testing.T, c *payloads.Command) {
	at := map[string]bool{}
	for _, p := range c.Validate([]byte(c.Sample)) {
		at[p.Path] = true
		if !slices.Contains(c.SampleOffSpec, p.Path) {
			t.Errorf("%s (%s)", p, p.Level)
		}
	}
	for _, path := range c.SampleOffSpec {
		if !at[path] {
			t.Errorf("nothing is reported at %s, want the sample's departure to be seen", path)
		}
	}
}

// random wants random packets to be valid, and to have every field and to lack every one that is not always sent.
func random(t *testing.T, c *payloads.Command, stands []string) {
	seen, lacking := map[string]int{}, map[string]int{}
	for n := range uint64(examples) {
		p := build(t, c, payloads.Example(), n)
		if problems := c.Validate(p.Body); len(problems) > 0 {
			t.Fatalf("number %d: %v\n%s", n, problems, p.Body)
		}
		tree := parse(t, p.Body)
		inOrder(t, c, tree)
		c.Walk(func(at string, f *payloads.Field) { count(tree, strings.Split(at, "."), at, seen, lacking) })
	}
	c.Walk(func(at string, f *payloads.Field) {
		switch {
		case f.Presence == payloads.Wild:
		case seen[at] == 0:
			t.Errorf("no packet has %s", at)
		case f.Presence == payloads.Always && lacking[at] > 0:
			t.Errorf("%d packets lack %s, which is always sent", lacking[at], at)
		case f.Presence == payloads.Always, f.Presence == payloads.SampleOnly:
		case slices.Contains(stands, c.Short+"/"+at) != (lacking[at] == 0):
			t.Errorf("%d packets lack %s, which is %s", lacking[at], at, f.Presence)
		}
	})
}

// count looks for a field in each of the objects that may have it.
func count(v jsontree.Value, steps []string, at string, seen, lacking map[string]int) {
	switch {
	case len(steps) == 0:
		seen[at]++
	case steps[0] == "*":
		for _, m := range v.Members() {
			count(m.Value, steps[1:], at, seen, lacking)
		}
	case !v.Get(steps[0]).IsAbsent():
		count(v.Get(steps[0]), steps[1:], at, seen, lacking)
	case len(steps) == 1:
		lacking[at]++
	}
}

// inOrder wants the members of a packet in the order of the page.
func inOrder(t *testing.T, c *payloads.Command, packet jsontree.Value) {
	last := -1
	for _, m := range packet.Members() {
		i := slices.IndexFunc(c.Request, func(f payloads.Field) bool { return f.Name == m.Name })
		if i <= last {
			t.Fatalf("%s stands after %s: %s", m.Name, c.Request[max(0, last)].Name, packet.JSON())
		}
		last = i
	}
}

// Now is when the events of the packets happen.
func Now() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 123e6, time.UTC) }

func build(t *testing.T, c *payloads.Command, v *payloads.Variant, number uint64) payloads.Packet {
	t.Helper()
	packets, err := c.Build(v, payloads.Params{Seed: 20260102, Number: number, Now: Now()})
	if err != nil {
		t.Fatal(err)
	}
	return packets[0]
}

func parse(t *testing.T, text []byte) jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse(text)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}
