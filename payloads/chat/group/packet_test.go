package group_test

import (
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat/group"
	"github.com/timhook/timhook/payloads/jsontree"
)

// now is when the events of the tests happen.
var now = time.Date(2026, 1, 2, 3, 4, 5, 123e6, time.UTC)

func lookup(t testing.TB, short string) *payloads.Command {
	t.Helper()
	for _, c := range payloads.Join(group.Callbacks()...) {
		if c.Short == short {
			return c
		}
	}
	t.Fatalf("there is no callback %s", short)
	return nil
}

// packet is one packet of a callback and what its fields hold.
type packet struct{ jsontree.Value }

func (p packet) text(name string) string { return p.Get(name).Text() }

func (p packet) has(name string) bool { return !p.Get(name).IsAbsent() }

func (p packet) int(name string) int64 {
	n, _ := p.Get(name).Int64()
	return n
}

// list is what the entries of a list hold: a member of each, or the entries themselves.
func (p packet) list(name, member string) []string {
	var all []string
	for _, e := range p.Get(name).Members() {
		if member != "" {
			e.Value = e.Value.Get(member)
		}
		all = append(all, e.Value.Text())
	}
	return all
}

func several(n int) string {
	if n == 1 {
		return "one"
	}
	return "several"
}

// distinct reports whether all names differ, and none is empty or one of the others.
func distinct(names []string, others ...string) bool {
	seen := map[string]bool{"": true}
	for _, other := range others {
		seen[other] = true
	}
	for _, name := range names {
		if seen[name] {
			return false
		}
		seen[name] = true
	}
	return true
}

func inCommunity(p packet, topics ...string) bool {
	for _, topic := range topics {
		community, own, _ := strings.Cut(topic, "@TOPIC#_")
		if community != p.text("GroupId") || !strings.HasPrefix(community, "@TGS#_") || own == "" || len(topic) > 96 {
			return false
		}
	}
	return true
}
