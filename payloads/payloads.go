// Package payloads builds and validates the request packets that Chat sends for its callbacks.
//
// A callback is one file and one literal, a [Command]: its fields, the rules between them, and its edge cases, the
// variants. [Command.Build] makes the packets of a variant. [Command.Validate] holds a captured packet to the same
// declaration. Help, completion and documentation are made from it too.
//
//	send, err := chat.Lookup("send")
//	packets, err := send.Build(nil, payloads.Params{Seed: 1, Now: time.Now()})
//	problems := send.Validate(packets[0].Body)
//
// Sources are cited as "title (document)": Use Limits (1047/34381) is the English page
// https://www.tencentcloud.com/document/product/1047/34381, and 269/2661 is the Chinese page
// https://cloud.tencent.com/document/product/269/2661. What no page has is marked observed, which is seen in captured
// traffic or public receivers, or inferred, which is our conclusion; see [Evidence].
package payloads

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/timhook/timhook/internal/nearest"
)

// Command is one callback command: what Chat sends when one kind of event has happened. The
// answer to a callback before the event decides on it; any other changes nothing. It has to be there within 2 s
// (Webhook Overview, 1047/34354).
type Command struct {
	Name     string   // as CallbackCommand has it in query and packet: "Group.CallbackAfterSendMsg"
	Short    string   // the name on the command line: "send"
	Title    string   // what has happened, in lower case: "a group message was sent"
	URL      string   // the page
	Page     string   // the page as sources cite it, with the date of the version that was read
	Sample   string   // the page's sample request packet without its comments, which are no JSON
	Composed bool     // the sample is made after the page's table: the page's own is not kept here
	Query    []string // parameters of its query in the page's order, where they are other than [PlainQuery]
	Request  []Field  // in the page's order, in which they are sent; without a CommandField, the query alone names it
	Rules    []Rule   // what ties several fields together
	Answer   Answer
	// Again is the short name of the callback that tells of the same message once more: after it was sent, or to those
	// who follow the group. It is empty where there is none.
	Again string
	// OptPlatforms are values of OptPlatform that its page alone spells like this: IOS.
	OptPlatforms []string
	// Doubt is why the packet is less sure than a page that was read in full makes it; empty where it is not.
	Doubt string
	// SampleOffSpec lists the places at which the sample leaves the rest of the page, as JSON Pointers.
	SampleOffSpec []string

	Own     []Variant // edge cases that follow from none of its fields
	Without []string  // ids of edge cases that its fields would give it and that it does not have

	variants func() []Variant // made when first wanted
	all      []*Command       // all of them, for steps that are packets of another one
}

// Join makes a list of literals one of callbacks: fields and answers without a source of their own cite the page, edge
// cases follow from the fields, and variants may have steps of other callbacks of the list.
func Join(commands ...*Command) []*Command {
	all := slices.Clone(commands) // the caller may delete from the other one
	for _, c := range commands {
		page, _, _ := strings.Cut(c.Page, ", updated")
		cited(page, c.Request)
		c.Answer.cite(page)
		c.all, c.variants = all, sync.OnceValue(c.edgeCases)
	}
	return commands
}

// Variants lists the edge cases of the callback, section by section: those that its fields give it, then its own. The
// first is the ordinary packet.
func (c *Command) Variants() []Variant {
	if c.variants == nil {
		return nil // of a literal that [Join] did not take
	}
	return c.variants()
}

// Variant finds a variant of the callback by its ID; "example" is the [Example]. The error for an unknown one is an
// [*UnknownError].
func (c *Command) Variant(id string) (*Variant, error) {
	if v := c.FindVariant(id); v != nil {
		return v, nil
	}
	known := make([]string, len(c.Variants()))
	for i := range c.Variants() {
		known[i] = c.Variants()[i].ID
	}
	return nil, &UnknownError{What: "variant of " + c.Name, Name: id, Near: nearest.Names(id, known)}
}

// FindVariant is [Command.Variant], and nil for an unknown one, for which no similar name is looked for.
func (c *Command) FindVariant(id string) *Variant {
	list := c.Variants()
	if i := slices.IndexFunc(list, func(v Variant) bool { return v.ID == id }); i >= 0 {
		return &list[i]
	}
	if id == exampleID {
		return Example()
	}
	return nil
}

// PlainQuery are the parameters of most callbacks' queries, in the order of the pages, without the signature.
func PlainQuery() []string {
	return []string{"SdkAppid", "CallbackCommand", "contenttype", "ClientIP", "OptPlatform"}
}

// Queries reports whether the callback's query has the parameter.
func (c *Command) Queries(parameter string) bool {
	return c.Query == nil && slices.Contains(PlainQuery(), parameter) || slices.Contains(c.Query, parameter)
}

// NamesItself reports whether its packets have a CallbackCommand at their top. One that has not is told by its query.
func (c *Command) NamesItself() bool { return c.Field("CallbackCommand") != nil }

// Field finds a top-level field of the request packet, nil where neither page nor captures have one of that name.
func (c *Command) Field(name string) *Field {
	if i := indexOf(c.Request, name); i >= 0 {
		return &c.Request[i]
	}
	return nil
}

// UnknownError reports a name that is none of a list's, for instance a misspelt callback.
type UnknownError struct {
	What string   // what was looked for: "callback"
	Name string   // as it was given
	Near []string // the names that may have been meant, the nearest first
}

// Error names what is unknown: unknown callback "sned".
func (e *UnknownError) Error() string { return fmt.Sprintf("unknown %s %q", e.What, e.Name) }

// Hint suggests the names that may have been meant; it is empty when none is near.
func (e *UnknownError) Hint() string {
	if len(e.Near) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(e.Near, ", ") + "?"
}
