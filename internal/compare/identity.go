package compare

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"net/url"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Identity names the event of a callback. Two deliveries of one event have the same.
type Identity struct {
	Callback string // callback command; empty where the request does not say
	Case     string // of a run: the case, with the label of the request
	Group    string // the conversation, with its topic
	Seq      string // the number in it, or those of a recall with commas between
}

// String names the callback in a line of its own.
func (i Identity) String() string {
	words := []string{i.Callback, i.Group, i.Seq}
	if i.Case != "" {
		words[0] = i.Case
	}
	if words[0] == "" {
		words[0] = "a callback of no name"
	}
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return word == "" }), "  ")
}

// identity reads the fields that tell events apart (as inferred for backends that get a callback twice, since the
// documentation names no key): application, callback, conversation, and its numbers where the event has some. The
// others, and messages for those online only, which need not be counted, are told apart by all keys, by who acted and
// when. An event without a key is its body.
func (o Options) identity(e *read.Entry, declared *fields.Declared, byCase bool) (Identity, sum) {
	packet, err := jsontree.Parse(e.Request.Body)
	query, _ := url.ParseQuery(e.Request.Query) // it leaves broken parameters out
	k := key{o: o, declared: declared, packet: packet}
	k.id.Callback = cmp.Or(query.Get("CallbackCommand"), strings.Clone(fields.CommandOf(packet)))
	if byCase {
		k.id.Case = strings.TrimSpace(e.Case + " " + e.Label)
	}
	k.add(k.id.Case)
	if k.id.Case != "" {
		return k.id, sha256.Sum256(k.parts)
	}
	k.add(query.Get("SdkAppid"))
	k.add(k.id.Callback)
	if err != nil || !k.event() {
		k.body(e.Request.Body, err == nil)
	}
	return k.id, sha256.Sum256(k.parts)
}

// key collects the values that tell a callback apart.
type key struct {
	o        Options
	declared *fields.Declared
	packet   jsontree.Value
	id       Identity
	parts    []byte
}

func (k *key) add(part string) {
	k.parts = append(binary.AppendUvarint(k.parts, uint64(len(part))), part...)
}

// with adds the fields with these roles, and returns the texts of those that count.
func (k *key) with(roles payloads.Role) []string {
	var texts []string
	for _, f := range k.declared.In(k.packet, k.id.Callback, fields.Has(roles)) {
		var at *place
		isIgnored := false
		for _, step := range f.Path {
			at = at.child(step)
			isIgnored = isIgnored || k.o.ignores(at)
		}
		if isIgnored {
			k.add("")
			continue
		}
		k.value(f.Value, at)
		texts = append(texts, strings.Clone(f.Value.Text()))
	}
	k.add("")
	return texts
}

func (k *key) value(v jsontree.Value, at *place) {
	plain := k.o
	plain.Spelling = false // how a key is spelt does not make another event of it
	sum := plain.tree(v, at).sum
	k.parts = append(append(k.parts, 1), sum[:]...)
}

// event adds the natural key of a callback, and reports whether it has one.
func (k *key) event() bool {
	conversation := k.with(payloads.IsConversation)
	k.id.Group = strings.TrimSpace(strings.Join(conversation, " "))
	numbers := k.with(payloads.IsSequence)
	k.id.Seq = strings.Join(numbers, ",")
	isUncounted := false
	for _, f := range k.declared.In(k.packet, k.id.Callback, fields.Named("online-only")) {
		isUncounted = f.Value.JSON() == "1"
	}
	if len(conversation) > 0 && len(numbers) > 0 && !isUncounted {
		return true
	}
	keys := k.with(payloads.IsKey)
	actors := k.with(payloads.IsActor)
	if len(k.with(payloads.IsSeconds)) == 0 {
		k.with(payloads.IsMilliseconds)
	}
	return len(keys) > 0 && len(conversation)+len(actors) > 0
}

func (k *key) body(body []byte, isJSON bool) {
	if isJSON {
		k.value(k.packet, nil)
		return
	}
	k.add(string(body))
}
