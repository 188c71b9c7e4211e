package backend

import (
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// callback is a callback that is handled, and the places in its packets that tell events apart.
type callback struct {
	*payloads.Command
	conversation, sequences, keyFields []jsontree.Path
}

func newCallback(c *payloads.Command) *callback {
	at := func(role payloads.Role) []jsontree.Path {
		var paths []jsontree.Path
		for _, where := range c.Where(role) {
			paths = append(paths, strings.Split(where, "."))
		}
		return paths
	}
	inList := func(p jsontree.Path) bool { return len(p) > 1 }
	return &callback{
		Command: c, conversation: at(payloads.IsConversation), sequences: at(payloads.IsSequence),
		keyFields: slices.DeleteFunc(at(payloads.IsKey), inList),
	}
}

const mostKeys = 1000 // of one event; a hundred times the documented number of recalled messages

// keys are the same for two deliveries of one event, whatever their layout. What has a sequence number is known by it,
// within its conversation and with the other fields that are keys: the number of an online-only message may repeat.
// Several numbers in a list are as many things that happened. An event without them is known by all that its packet
// has.
func (c *callback) keys(app string, packet jsontree.Value) []key {
	event := []string{app, c.Name}
	for _, p := range c.conversation {
		event = append(event, packet.At(p).Text())
	}
	var numbers []jsontree.Value
	for _, p := range c.sequences {
		numbers = append(numbers, valuesAt(packet, p)...)
	}
	if len(c.conversation) == 0 || packet.At(c.conversation[0]).Text() == "" ||
		len(numbers) == 0 || len(numbers) > mostKeys {
		return []key{hash(append(event, everything(packet)...))}
	}
	for _, p := range c.keyFields {
		if v := packet.At(p); v.Kind() != jsontree.KindArray {
			event = append(event, v.Text())
		}
	}
	all := make([]key, len(numbers))
	for i, n := range numbers {
		all[i] = hash(append(event[:len(event):len(event)], n.Text()))
	}
	return all
}

// valuesAt are the values that are not empty, at a path with * for the entries of lists. An entry that is no object
// counts for the member that is looked for in it.
func valuesAt(v jsontree.Value, p jsontree.Path) []jsontree.Value {
	switch {
	case len(p) > 0 && v.Kind() == jsontree.KindObject:
		return valuesAt(v.Get(p[0]), p[1:])
	case len(p) > 0 && p[0] == "*" && v.Kind() == jsontree.KindArray:
		var all []jsontree.Value
		for _, entry := range v.Members() {
			all = append(all, valuesAt(entry.Value, p[1:])...)
		}
		return all
	case v.Text() == "":
		return nil
	}
	return []jsontree.Value{v}
}

// everything is each member of a packet, in the order of names. A number is the same as a text of its digits.
func everything(packet jsontree.Value) []string {
	var all []string
	for _, m := range packet.Members() {
		text := m.Value.Text()
		if kind := m.Value.Kind(); kind == jsontree.KindObject || kind == jsontree.KindArray {
			text = m.Value.JSON()
		}
		all = append(all, m.Name+"\xff"+text)
	}
	slices.Sort(all)
	return all
}

// hash keeps parts apart by a byte that no JSON text can hold unescaped and no query can hold at all.
func hash(parts []string) key {
	return sha256.Sum256([]byte(strings.Join(parts, "\xff")))
}
