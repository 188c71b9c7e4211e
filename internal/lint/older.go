package lint

import (
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// olderField is a field that Chat sends always today, and once did not.
type olderField struct {
	kind  string
	since int // the year
}

const onlineOnly = "online-only"

// olderFields are missing in captures from before their year. Only captures with a time tell.
func olderFields() [3]olderField {
	return [...]olderField{{"message-id", 2023}, {onlineOnly, 2021}, {"event-time", 2021}}
}

// excuse lowers the level of a missing field to a note where Chat did not send it: in a packet from before its year,
// and in the sister product's copy of the callback. A field that only older samples lack is a warning.
func (x *inspection) excuse(p *Problem) {
	kind := x.kindAtTop(p.Path)
	for _, f := range olderFields() {
		if kind == f.kind && x.year() > 0 && x.year() < f.since {
			p.Level = payloads.May
			p.Message += fmt.Sprintf("; seen in the wild: captures from before %d lack it", f.since)
			return
		}
	}
	if strings.HasSuffix(p.Path, "/VideoUUID") || strings.HasSuffix(p.Path, "/ThumbUUID") {
		p.Level = payloads.Should
		p.Message += "; older samples of the page lack it"
	}
	if kind == onlineOnly && x.present.First(fields.Named("group-type")).Value.Text() == "Live" {
		p.Level = payloads.May
		p.Message += "; LiveKit's copy of the page does not have it"
	}
}

// kindAtTop is the kind of a field of the packet; empty for one that is further in, or like no other.
func (x *inspection) kindAtTop(pointer string) string {
	if x.command == nil {
		return ""
	}
	if f := x.command.Field(strings.TrimPrefix(pointer, "/")); f != nil {
		return f.Kind.Name
	}
	return ""
}

// year is when the packet's message was taken, or else the event happened; 0 where the packet does not say.
func (x *inspection) year() int {
	for _, role := range [...]payloads.Role{payloads.IsSeconds, payloads.IsMilliseconds} {
		v := x.present.First(fields.Has(role)).Value
		n, isInt := v.Int64()
		if unit := payloads.UnitOf(n); isInt && unit > 0 && v.Kind() == jsontree.KindNumber {
			return time.Unix(n/int64(unit), 0).UTC().Year() // in whatever unit: another rule has a wrong one
		}
	}
	return 0
}
