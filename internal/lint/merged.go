package lint

import (
	"net/url"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Query is the query of an entry: as it was captured, or of a packet alone the parameters that a framework has merged
// into it.
func Query(e *read.Entry) (query string, isMerged bool) {
	if !IsBare(e) {
		return e.Request.Query, false
	}
	x := inspection{entry: e, rules: rules(), bare: true}
	x.text = payloads.ParsePacket(e.Request.Body)
	x.findMerged()
	return x.mergedQuery(), len(x.merged) > 0
}

// readMerged finds the parameters of the query that a framework has merged into the packet. Of a packet alone they are
// its query, so that what they hold is judged.
func (x *inspection) readMerged() {
	x.findMerged()
	if len(x.merged) > 0 && x.bare {
		x.readQuery(x.mergedQuery())
	}
}

func (x *inspection) findMerged() {
	for _, m := range x.text.Packet.Members() {
		if slices.Contains(x.rules.queryNames, m.Name) {
			x.merged = append(x.merged, m)
		}
	}
}

// mergedQuery is the query as far as it is in the packet.
func (x *inspection) mergedQuery() string {
	var query strings.Builder
	for i, m := range x.merged {
		if i > 0 {
			query.WriteByte('&')
		}
		query.WriteString(m.Name + "=" + url.QueryEscape(m.Value.Text()))
	}
	return query.String()
}

// isMerged reports whether a pointer is that of a parameter in the packet.
func (x *inspection) isMerged(pointer string) bool {
	for _, m := range x.merged {
		if pointer[1:] == m.Name {
			return true
		}
	}
	return false
}

// queryMerged names them all at once.
func (x *inspection) queryMerged() {
	var names []string
	for _, m := range x.merged {
		if !slices.Contains(names, m.Name) {
			names = append(names, m.Name)
		}
	}
	if len(names) == 0 {
		return
	}
	is := " is a parameter"
	if len(names) > 1 {
		is = " are parameters"
	}
	text := is + " of the query, merged into the packet by a framework; log the raw body to see what Chat sends"
	x.reportAt("", x.merged[0].Value.Start(), phrase.And(names)+text)
}
