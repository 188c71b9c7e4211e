package lint

import (
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// olderField is a field that Chat sends always today, and once did not.
type olderField struct {
	path  string
	since int // the year
}

// olderFields are missing in captures from before their year. Only captures with a time tell.
func olderFields() [3]olderField {
	return [...]olderField{{"/MsgId", 2023}, {"/OnlineOnlyFlag", 2021}, {"/EventTime", 2021}}
}

// excuse lowers the level of a missing field to a note where Chat did not send it: in a packet from before its year,
// and in the sister product's copy of the callback. A field that only older samples lack is a warning.
func (x *inspection) excuse(p *Problem) {
	for _, f := range olderFields() {
		if p.Path == f.path && x.year() > 0 && x.year() < f.since {
			p.Level = payloads.May
			p.Message += fmt.Sprintf("; seen in the wild: captures from before %d lack it", f.since)
			return
		}
	}
	if strings.HasSuffix(p.Path, "/VideoUUID") || strings.HasSuffix(p.Path, "/ThumbUUID") {
		p.Level = payloads.Should
		p.Message += "; older samples of the page lack it"
	}
	if p.Path == "/OnlineOnlyFlag" && x.text.Packet.Get("Type").Text() == "Live" {
		p.Level = payloads.May
		p.Message += "; LiveKit's copy of the page does not have it"
	}
}

// year is when the packet's message was taken, or else the event happened; 0 where the packet does not say.
func (x *inspection) year() int {
	for _, name := range [...]string{"MsgTime", "EventTime"} {
		v := x.text.Packet.Get(name)
		n, isInt := v.Int64()
		if unit := payloads.UnitOf(n); isInt && unit > 0 && v.Kind() == jsontree.KindNumber {
			return time.Unix(n/int64(unit), 0).UTC().Year() // in whatever unit: another rule has a wrong one
		}
	}
	return 0
}
