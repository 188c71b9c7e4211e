package cause

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Traits are what may disturb a backend in a packet, whatever the case meant to vary by it: names of things that it
// has, and sizes. Several cases that fail alike often have one of them in common, and no packet that was accepted does.
type Traits struct {
	has  []string
	size map[string]int
}

// trait is a row of the table of traits.
type trait struct {
	name  string // before its colon, where a value follows it
	kinds string // [Kind]s of cases whose own rows tell of it
	text  string // %s is its value, or for a size the largest that was accepted
	fix   string
}

// traits in the order of preference among those that tell the same cases apart.
func traits() []trait {
	const walk = "walk over MsgBody, look at each MsgType, and read MsgContent's fields with defaults"
	return []trait{
		{
			"elements", "", "more than %s element in MsgBody",
			"a message holds any number of elements, of any type and order: " + walk + "; MsgBody[0] alone is not it.",
		},
		{
			"type", "", "%s in MsgBody",
			"look at the branch for it: " + walk + ". What takes long (a download, a conversion) belongs " +
				"behind the answer.",
		},
		{"four bytes", "emoji", "a text with characters of four bytes in UTF-8, such as an emoji", ""},
		{"no ASCII", "emoji", "a text that is not ASCII", ""},
		{"text", "length", "a text of more than %s bytes", ""},
		{
			"group", "group", "the group type %s",
			"take Type as a text. Chat has Private and Work, Public, ChatRoom and Meeting, AVChatRoom, Community, " +
				"and those to come: no enum that throws.",
		},
		{
			"topic", "topic", "a TopicId",
			"TopicId comes with messages of a topic in a Community group: read it as a text of up to 96 bytes.",
		},
		{"mentions", "at", "%s", ""},
		{
			"recalled", "", "more than %s entry in MsgSeqList",
			"one recall may be of several messages: walk over MsgSeqList.",
		},
		{
			"attributes", "", "more than %s entry in GroupAttr",
			"one change may be of several attributes: walk over GroupAttr.",
		},
		{
			"members", "", "more than %s entry in the list of members",
			"one invitation may be of several members: walk over the whole list.",
		},
		{
			"friends", "", "more than %s entry in the list of friends",
			"one request may be for several friends: walk over the whole list.",
		},
		{"own id", "groupid", "a GroupId that does not begin with @TGS#", ""},
		{"group id", "groupid length", "a GroupId of more than %s bytes", ""},
		{"packet", "length", "more than %s bytes", ""},
	}
}

// lists are the kinds of the lists whose length may disturb a backend; their traits have the same names.
func lists() [4]string { return [...]string{"recalled", "attributes", "members", "friends"} }

// TraitsOf are the traits of a request packet; of what is no packet there are none.
func TraitsOf(body []byte, declared *fields.Declared) Traits {
	t := Traits{size: map[string]int{"packet": len(body)}}
	packet, err := jsontree.ParseLoose(body)
	if err != nil {
		return t
	}
	find := func(kind string) fields.Found {
		return declared.First(packet, fields.CommandOf(packet), fields.Named(kind))
	}
	t.addElements(find("message-body").Value)
	if kind := find("group-type").Value.Text(); kind != "" {
		t.add("group:" + kind)
	}
	id := find("group-id").Value.Text()
	if t.size["group id"] = len(id); id != "" && !strings.HasPrefix(id, "@TGS#") {
		t.add("own id")
	}
	if find("topic-id").Value.Text() != "" {
		t.add("topic")
	}
	if mentions := find("mentions"); mentions.Value.Len() > 0 {
		t.add("mentions:" + mentions.Path[0])
	}
	for _, kind := range lists() {
		t.size[kind] = find(kind).Value.Len()
	}
	return t
}

func (t *Traits) add(name string) {
	if !slices.Contains(t.has, name) {
		t.has = append(t.has, name)
	}
}

// addElements adds the traits of a message.
func (t *Traits) addElements(message jsontree.Value) {
	t.size["elements"] = message.Len()
	for _, e := range message.Members() {
		kind := e.Value.Get("MsgType").Text()
		if kind != "TIMTextElem" && kind != "" {
			t.add("type:" + kind)
			continue
		}
		text := e.Value.Get("MsgContent").Get("Text").Text()
		t.size["text"] = max(t.size["text"], len(text))
		if strings.ContainsFunc(text, func(c rune) bool { return c > 0xFFFF }) {
			t.add("four bytes")
		}
		if strings.ContainsFunc(text, func(c rune) bool { return c >= 0x80 }) {
			t.add("no ASCII")
		}
	}
}

// Common is a trait that tells packets that failed from those that were accepted.
type Common struct {
	trait trait
	value string
	holds func(Traits) bool
}

// Holds reports whether a packet has it.
func (c *Common) Holds(t Traits) bool { return c.holds(t) }

// IsToldBy reports whether the row of that [Kind] tells of the trait already.
func (c *Common) IsToldBy(kind string) bool { return matches(c.trait.kinds, kind) }

// Cause is the trait as a cause, in place of one that tells of a single case.
func (c *Common) Cause(s Shown, in Cause) Cause {
	what := c.trait.text
	if strings.Contains(what, "%s") {
		what = fmt.Sprintf(what, c.value)
	}
	in.ID = "common-" + strings.ReplaceAll(c.trait.name, " ", "-")
	in.Text = "each packet with " + what + " draws " + s.answered() + "; the others are accepted"
	if c.trait.fix != "" {
		in.Fix = c.trait.fix
	}
	in.IsOne = true
	return in
}

// mostTypes is how many element types one cause may be about. A backend that takes none but text has another cause.
const mostTypes = 5

// CommonOf are the traits that some of the failed packets have and none of the accepted. Where none was accepted,
// nothing can be told.
func CommonOf(failed, accepted []Traits) []*Common {
	if len(accepted) == 0 {
		return nil
	}
	var list []*Common
	harmless, seen := map[string]bool{}, map[string]bool{}
	for _, t := range accepted {
		for _, name := range t.has {
			harmless[name] = true
		}
	}
	only := map[string][]string{} // of each trait, what no accepted packet has
	for _, t := range failed {
		for _, name := range t.has {
			if kind, _, _ := strings.Cut(name, ":"); !harmless[name] && !seen[name] {
				seen[name] = true
				only[kind] = append(only[kind], name)
			}
		}
	}
	for _, row := range traits() {
		names := only[row.name]
		if value, ok := largest(row.name, accepted); ok {
			list = append(list, &Common{row, itoa(value), func(t Traits) bool { return t.size[row.name] > value }})
		} else if len(names) > 0 && (len(names) <= mostTypes || row.name != "type") {
			list = append(list, &Common{row, valuesOf(names), func(t Traits) bool {
				return slices.ContainsFunc(t.has, func(name string) bool { return slices.Contains(names, name) })
			}})
		}
	}
	return list
}

// valuesOf are the values of traits behind their names: "TIMFaceElem or TIMSoundElem".
func valuesOf(names []string) string {
	var values []string
	for _, name := range names {
		_, value, _ := strings.Cut(name, ":")
		values = append(values, value)
	}
	return strings.Join(values, " or ")
}

// largest is the largest size among packets; a trait that is no size has none.
func largest(name string, list []Traits) (value int, ok bool) {
	for _, t := range list {
		if n, isSize := t.size[name]; isSize {
			value, ok = max(value, n), true
		}
	}
	return value, ok
}
