package backend

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// Store keeps what came, so that one can look at what a backend made of it: a row for each event, with the values of
// its packet in the types that their page gives them. [NewStore] makes one.
type Store struct {
	After time.Duration // from the answer until an event is stored; 0: before the answer

	again bool                                          // an event is stored each time it comes
	read  func(f *payloads.Field, v jsontree.Value) any // nil: as the page has it
	rows  shared[map[key][]any]
}

// NewStore is a right store that is empty.
func NewStore() *Store { return &Store{rows: sharing(map[key][]any{})} }

// Stored are the rows of a callback's event, as Options.Effect of a run wants them.
func (s *Store) Stored(c webhook.Callback) (any, error) {
	command, err := chat.Lookup(c.Command)
	if err != nil {
		return nil, err
	}
	packet, ok := parse(c.Body)
	if !ok {
		return nil, nil
	}
	all := <-s.rows
	defer func() { s.rows <- all }()
	return slices.Clone(all[rowKey(newCallback(command), packet)]), nil
}

// keep stores an event, unless it is known.
func (s *Store) keep(c *callback, packet jsontree.Value, outcome EventOutcome) {
	if s == nil || outcome == Duplicate && !s.again {
		return
	}
	store := func() {
		all := <-s.rows
		defer func() { s.rows <- all }()
		k := rowKey(c, packet)
		all[k] = append(all[k], s.row(c, packet))
	}
	if s.After == 0 {
		store()
		return
	}
	time.AfterFunc(s.After, store)
}

// rowKey is one key for all that happened in an event.
func rowKey(c *callback, packet jsontree.Value) key {
	var parts []string
	for _, k := range c.keys("", packet) {
		parts = append(parts, string(k[:]))
	}
	return hash(parts)
}

// row is what is stored of a packet: the values of its fields, those of a list one after the other. Message elements
// are left out.
func (s *Store) row(c *callback, packet jsontree.Value) map[string]any {
	read := s.read
	if read == nil {
		read = typed
	}
	row := map[string]any{}
	c.Walk(func(at string, f *payloads.Field) {
		if f.Type.Kind == jsontree.KindObject || f.Type.Kind == jsontree.KindArray {
			return
		}
		var values []any
		for _, v := range valuesAt(packet, strings.Split(at, ".")) {
			values = append(values, read(f, v))
		}
		switch {
		case len(values) == 1:
			row[at] = values[0]
		case len(values) > 1:
			row[at] = values
		}
	})
	return row
}

// typed is a value in the type that its page gives it: a number may come as a string.
func typed(f *payloads.Field, v jsontree.Value) any {
	if f.Type.Kind == jsontree.KindNumber && json.Valid([]byte(v.Text())) {
		return json.Number(v.Text())
	}
	return fmt.Sprint(v.Text())
}
