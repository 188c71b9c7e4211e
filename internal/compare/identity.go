package compare

import (
	"crypto/sha256"
	"encoding/binary"
	"net/url"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Identity names the event of a callback. Two deliveries of one event have the same.
type Identity struct {
	Callback string // callback command; empty where the request does not say
	Case     string // of a run: the case, with the label of the request
	Group    string // GroupId, with the topic
	Seq      string // MsgSeq, or those of a recall with commas between
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
// documentation names no key): application, callback, group and topic with MsgSeq for a message, with sender, Random
// and MsgTime too where it is online-only, since such messages need not be counted; with every MsgSeq for a recall;
// with OptionType, EventTime and the attributes for those. Any other callback is its body.
func (o Options) identity(e *read.Entry, byCase bool) (Identity, sum) {
	packet, err := jsontree.Parse(e.Request.Body)
	query, _ := url.ParseQuery(e.Request.Query) // it leaves broken parameters out
	k := key{o: o, packet: packet}
	k.id.Callback = query.Get("CallbackCommand")
	if name := packet.Get("CallbackCommand"); k.id.Callback == "" && name.Kind() == jsontree.KindString {
		k.id.Callback = strings.Clone(name.Text())
	}
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
	o      Options
	packet jsontree.Value
	id     Identity
	parts  []byte
}

func (k *key) add(part string) {
	k.parts = append(binary.AppendUvarint(k.parts, uint64(len(part))), part...)
}

// field adds the value of a member, and reports whether there is one.
func (k *key) field(name string) bool {
	v := k.packet.Get(name)
	if v.IsAbsent() || k.o.ignores((*place)(nil).child(name)) {
		k.add("")
		return false
	}
	k.value(v, (*place)(nil).child(name))
	return true
}

func (k *key) value(v jsontree.Value, at *place) {
	plain := k.o
	plain.Spelling = false // how a key is spelt does not make another event of it
	sum := plain.tree(v, at).sum
	k.parts = append(append(k.parts, 1), sum[:]...)
}

// event adds the natural key of a callback, and reports whether it has one.
func (k *key) event() bool {
	hasGroup := k.field("GroupId")
	k.field("TopicId")
	k.id.Group = k.shown("GroupId")
	if topic := k.shown("TopicId"); topic != "" {
		k.id.Group += " " + topic
	}
	switch {
	case !hasGroup:
		return false
	case !k.packet.Get("MsgSeqList").IsAbsent():
		return k.recall()
	case !k.packet.Get("MsgSeq").IsAbsent():
		return k.message()
	case !k.packet.Get("GroupAttr").IsAbsent():
		k.field("OptionType")
		k.field("EventTime")
		return k.field("GroupAttr")
	}
	return false
}

func (k *key) message() bool {
	k.id.Seq = k.shown("MsgSeq")
	if online, _ := k.packet.Get("OnlineOnlyFlag").Int64(); online == 1 {
		k.field("From_Account")
		k.field("Random")
		k.field("MsgTime")
	}
	return k.field("MsgSeq")
}

func (k *key) recall() bool {
	list := k.packet.Get("MsgSeqList")
	var shown []string
	for i := range list.Len() {
		seq := list.Item(i).Get("MsgSeq")
		k.value(seq, nil)
		shown = append(shown, seq.Text())
	}
	k.id.Seq = strings.Join(shown, ",")
	return list.Len() > 0
}

func (k *key) body(body []byte, isJSON bool) {
	if isJSON {
		k.value(k.packet, nil)
		return
	}
	k.add(string(body))
}

func (k *key) shown(name string) string { return strings.Clone(k.packet.Get(name).Text()) }
