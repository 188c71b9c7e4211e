package cause

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// optional are the ordinary packet with each of the fields that other packets of the callback have.
func (c *contrasting) optional(mine jsontree.Value) {
	tried := map[string]bool{}
	for n := range uint64(examples) {
		packets, err := c.command.Build(payloads.Example(), payloads.Params{
			Number: n, Now: time.Unix(exampleTime, 0), Lang: payloads.Plain,
		})
		if err != nil {
			return
		}
		theirs, err := jsontree.Parse(packets[0].Body)
		if err != nil {
			return
		}
		c.lacking("", mine, theirs, func(path string, v jsontree.Value) {
			if !tried[path] && len(tried) < mostDifferences {
				tried[path] = true
				c.changed(fieldKind, path+": missing is refused, present is accepted", mine, path, v)
			}
		})
	}
}

const (
	examples    = 30
	exampleTime = 1_762_851_903
)

// lacking calls found with what theirs has and mine does not, in objects and in the first entry of lists.
func (c *contrasting) lacking(above string, mine, theirs jsontree.Value, found func(string, jsontree.Value)) {
	for _, m := range theirs.Members() {
		name := m.Name
		if theirs.Kind() == jsontree.KindArray {
			name = "0"
		}
		own := mine.Get(name)
		if theirs.Kind() == jsontree.KindArray {
			own = mine.Item(0)
		}
		isBoth := own.Kind() == m.Value.Kind()
		switch {
		case own.IsAbsent() && theirs.Kind() == jsontree.KindObject:
			found(above+name, m.Value)
		case isBoth && (own.Kind() == jsontree.KindObject || own.Kind() == jsontree.KindArray):
			c.lacking(above+name+".", own, m.Value, found)
		}
		if theirs.Kind() == jsontree.KindArray {
			return
		}
	}
}

// foreign are the ordinary packet with what this callback never has, and others do: a handler that was written for
// those takes it for granted.
func (c *contrasting) foreign(mine jsontree.Value) {
	const has = ", which this callback does not have: missing is refused, present is accepted"
	for _, p := range []webhook.Param{
		{Name: "ClientIP", Value: "203.0.113.24"}, {Name: "OptPlatform", Value: "Android"},
	} {
		if !hasParam(c.request, p.Name) {
			c.add(foreignKind, p.Name+" in the query"+has, func(r *webhook.Request) { r.Query = append(r.Query, p) })
		}
	}
	if !c.command.NamesItself() {
		name := jsontree.String(c.command.Name)
		c.changed(foreignKind, "CallbackCommand in the packet"+has, mine, "CallbackCommand", name)
		for _, m := range mine.Members() {
			if entry := m.Value.Item(0); mine.Len() == 1 && entry.Kind() == jsontree.KindObject {
				const flat = " is refused, one of its entries as the packet is accepted"
				c.body(foreignKind, "the list "+m.Name+flat, entry)
			}
		}
	}
	c.inMilliseconds(mine)
	all := mine
	for _, other := range chat.Usual() {
		theirs, err := jsontree.Parse([]byte(other.Sample))
		if err != nil {
			continue
		}
		for _, m := range theirs.Members() {
			if all.Get(m.Name).IsAbsent() && c.command.Field(m.Name) == nil {
				c.changed(foreignKind, m.Name+has, mine, m.Name, m.Value)
				all, _ = all.Add(jsontree.Path{m.Name}, m.Value)
			}
		}
	}
	c.body(foreignKind, "fields of messages in a group, which this callback does not have: without them the packet is "+
		"refused, with them accepted", all)
}

// inMilliseconds are the ordinary packet with each of its times that count seconds while another callback has
// milliseconds under the same name.
func (c *contrasting) inMilliseconds(mine jsontree.Value) {
	for _, where := range c.command.Where(payloads.IsSeconds) {
		path := strings.Split(where, ".")
		changed, isChanged := inThousands(mine, path)
		if isChanged && isElsewhereInMilliseconds(path[len(path)-1]) {
			what := strings.ReplaceAll(where, ".*", "") + ": seconds, as here, are refused, milliseconds are accepted"
			c.body(foreignKind, what, changed)
		}
	}
}

func isElsewhereInMilliseconds(name string) bool {
	return slices.ContainsFunc(chat.All(), func(c *payloads.Command) bool {
		f := c.Field(name)
		return f != nil && f.Kind.Role.Has(payloads.IsMilliseconds)
	})
}

// inThousands is a value with the numbers at a path a thousand times as large. A * stands for each entry of a list.
func inThousands(v jsontree.Value, path []string) (changed jsontree.Value, isChanged bool) {
	if len(path) == 0 {
		n, isInteger := v.Int64()
		return jsontree.Int(n * 1000), isInteger
	}
	changed = v
	for i, m := range v.Members() {
		name := m.Name
		if path[0] == "*" {
			name = fmt.Sprint(i)
		} else if name != path[0] {
			continue
		}
		if inner, is := inThousands(m.Value, path[1:]); is {
			changed, _ = changed.Add(jsontree.Path{name}, inner)
			isChanged = true
		}
	}
	return changed, isChanged
}

// The kinds of contrasts about fields.
const (
	fieldKind   = "field"   // that other packets of the callback have, or have in another form
	foreignKind = "foreign" // that other callbacks have
)

func (c *contrasting) changed(kind, what string, mine jsontree.Value, path string, v jsontree.Value) {
	if packet, err := mine.Add(strings.Split(path, "."), v); err == nil {
		c.body(kind, what, packet)
	}
}

func (c *contrasting) body(kind, what string, packet jsontree.Value) {
	c.add(kind, what, func(r *webhook.Request) { r.SetBody(packet.Append(nil, jsontree.Compact)) })
}

func hasParam(r *webhook.Request, name string) bool {
	for _, p := range r.Query {
		if p.Name == name {
			return true
		}
	}
	return false
}
