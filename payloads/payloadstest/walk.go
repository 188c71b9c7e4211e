package payloadstest

import (
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Examples gives random packets of the callback of that short name, as many as [Family] looks at.
func Examples(t *testing.T, commands []*payloads.Command, short string, look func(*testing.T, jsontree.Value)) {
	t.Helper()
	c := Lookup(t, commands, short)
	for n := range uint64(examples) {
		p := build(t, c, payloads.Example(), n)
		if look(t, parse(t, p.Body)); t.Failed() {
			t.Fatalf("number %d: %s", n, p.Body)
		}
	}
}

// Lookup finds a callback of a family by its short name.
func Lookup(t *testing.T, commands []*payloads.Command, short string) *payloads.Command {
	t.Helper()
	for _, c := range payloads.Join(commands...) {
		if c.Short == short {
			return c
		}
	}
	t.Fatalf("there is no callback %s", short)
	return nil
}
