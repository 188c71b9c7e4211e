// Package payloads builds and validates what Chat sends: the request packets of the group and chatbot callbacks.
//
// Each callback command is one file and one literal, a [Command], with its fields and its variants.
// [Command.Build] turns a variant into packets, [Command.Validate] judges a captured packet against the same declaration,
// and help, completion and documentation read it too.
package payloads

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Value is a piece of a packet.
type Value = jsontree.Value

// Command is one callback command: what Chat sends when one kind of event has happened.
type Command struct {
	Name     string    // as CallbackCommand carries it: "Group.CallbackAfterSendMsg"
	Short    string    // the name for the command line: "send"
	Title    string    // what has happened, lower case
	URL      string    // the page that describes it
	Page     string    // how sources name that page: "1047/34375, updated 2025-09-26"
	Sample   string    // the page's sample request packet, comments removed
	Request  []Field   // in the page's order
	Rules    []Rule    // what ties several fields together
	Variants []Variant // the first is the ordinary one

	all []*Command // itself and the commands that a variant's steps may switch to
}

// All lists the callback commands in the order in which they are shown and fired. The caller owns the result.
func All() []*Command {
	all := []*Command{onGroupMessage(), afterSendMsg(), afterRecallMsg(), afterGroupAttrChanged()}
	for _, c := range all {
		c.all = slices.Clone(all)
	}
	return all
}

// Lookup finds a command by its exact or its short name. The error of an unknown one names the nearest.
func Lookup(name string) (*Command, error) {
	var known []string
	for _, c := range All() {
		if c.Name == name || c.Short == name {
			return c, nil
		}
		known = append(known, c.Name, c.Short)
	}
	return nil, &UnknownError{What: "callback", Name: name, Near: nearest.Names(name, known)}
}

// Variant finds one of the command's variants by its id, or the [Example].
func (c *Command) Variant(id string) (*Variant, error) {
	known := make([]string, 0, len(c.Variants))
	for i := range c.Variants {
		if c.Variants[i].ID == id {
			return &c.Variants[i], nil
		}
		known = append(known, c.Variants[i].ID)
	}
	if id == exampleID {
		return Example(), nil
	}
	return nil, &UnknownError{What: "variant of " + c.Name, Name: id, Near: nearest.Names(id, known)}
}

// Field finds a field of the request packet by its name, nil when the page has none.
func (c *Command) Field(name string) *Field {
	for i := range c.Request {
		if c.Request[i].Name == name {
			return &c.Request[i]
		}
	}
	return nil
}

// UnknownError is a name that no list holds.
type UnknownError struct {
	What string
	Name string
	Near []string // the names that may have been meant, the nearest first
}

func (e *UnknownError) Error() string { return fmt.Sprintf("unknown %s %q", e.What, e.Name) }

// Hint names what may have been meant; it is empty when nothing is near.
func (e *UnknownError) Hint() string {
	if len(e.Near) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(e.Near, ", ") + "?"
}

// CatalogueEntry is a catalogued variant and the commands that have it.
type CatalogueEntry struct {
	Variant  *Variant
	Commands []string // short names
}

// Catalogue lists every variant id once, in the catalogue's order.
func Catalogue() []CatalogueEntry {
	var list []CatalogueEntry
	at := map[string]int{}
	for _, c := range All() {
		for i := range c.Variants {
			v := &c.Variants[i]
			if n, seen := at[v.ID]; !seen {
				at[v.ID] = len(list)
				list = append(list, CatalogueEntry{Variant: v, Commands: []string{c.Short}})
			} else if last := list[n].Commands; last[len(last)-1] != c.Short {
				list[n].Commands = append(last, c.Short)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b CatalogueEntry) int { return sectionRank(a.Variant.Section) - sectionRank(b.Variant.Section) })
	return list
}
