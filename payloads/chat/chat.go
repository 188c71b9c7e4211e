// Package chat lists the callbacks of Tencent Cloud Chat. A folder of its own has those of a family, one literal each:
// the fields of its packet, the rules between them, what may be answered, the page and its sample. A new callback is a
// file with its literal and a word in the list of its family.
package chat

import (
	"maps"
	"slices"
	"sync"

	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat/bot"
	"github.com/timhook/timhook/payloads/chat/c2c"
	"github.com/timhook/timhook/payloads/chat/group"
	"github.com/timhook/timhook/payloads/chat/official"
	"github.com/timhook/timhook/payloads/chat/service"
	"github.com/timhook/timhook/payloads/chat/user"
)

// All lists the callbacks in the order in which they are shown and fired, bots first. Callers share the callbacks and
// must not change them; the list is the caller's own.
func All() []*payloads.Command { return slices.Clone(all()) }

var all = sync.OnceValue(func() []*payloads.Command {
	return payloads.Join(slices.Concat(
		bot.Callbacks(), group.Callbacks(), c2c.Callbacks(), user.Callbacks(), official.Callbacks(), service.Callbacks(),
	)...)
})

// Lookup finds a callback by its Name or its Short. Callers share it and must not change it. The error for an unknown
// one is an [*payloads.UnknownError].
func Lookup(name string) (*payloads.Command, error) {
	if c := byName()[name]; c != nil {
		return c, nil
	}
	known := slices.Collect(maps.Keys(byName()))
	slices.Sort(known)
	return nil, &payloads.UnknownError{What: "callback", Name: name, Near: nearest.Names(name, known)}
}

var byName = sync.OnceValue(func() map[string]*payloads.Command {
	named := map[string]*payloads.Command{}
	for _, c := range all() {
		named[c.Name], named[c.Short] = c, c
	}
	return named
})
