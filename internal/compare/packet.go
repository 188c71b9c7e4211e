package compare

import (
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// Packets lists the differences between two requests: of the method, of the query, and of the request packet by value.
// Sign, RequestTime and the address are left out, since they differ anyway.
func (o Options) Packets(old, new *capture.Request) []Difference {
	found := text(Method, "", old.Method, new.Method)
	asSpelt := func(name string) string { return name }
	found = append(found, o.pairs(Query, o.parameters(old.Query), o.parameters(new.Query), asSpelt)...)
	if o.Headers {
		found = append(found, o.header(Sent, old.Header, new.Header)...)
	}
	for _, d := range o.Bodies(old.Body, new.Body) {
		d.Part = Packet
		found = append(found, d)
	}
	return found
}

func (o Options) parameters(query string) []pair {
	var pairs []pair
	for _, p := range webhook.ParseQuery(query) {
		if o.Spelling {
			p.Name, p.Value, _ = strings.Cut(p.Raw, "=")
		}
		if p.Raw != "" && p.Name != "Sign" && p.Name != "RequestTime" && !o.ignoresName(p.Name) {
			pairs = append(pairs, pair{p.Name, p.Value})
		}
	}
	return pairs
}
