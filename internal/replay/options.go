package replay

import (
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/webhook"
)

// Options say how entries are sent. URL and signature are the target's. The zero value of everything else sends them
// signed anew, without pauses, once.
type Options struct {
	Target webhook.Target
	// AsCaptured sends every byte as it came; the fields from SDKAppID to RefreshTimes are ignored then.
	AsCaptured bool
	Signed     bool    // with AsCaptured: some entries have a Sign, so one without may be refused rightly
	SDKAppID   bool    // the target's SDKAppID takes the place of the captured one
	ClientIP   *string // takes the place of the captured one, "" leaves it out; nil: as captured
	Platform   *string // likewise
	Mapper     *Mapper // nil: nothing is mapped
	// RefreshTimes moves MsgTime and EventTime so that the first callback is now and distances stay.
	RefreshTimes bool

	Pace    Pace
	Loops   int     // rounds; 0 and 1: one
	Reorder *uint64 // shuffles within windows of [Window] by this seed; nil: not at all
	Track   bool    // keeps the entries that are under way for [Run.Entry]
}

// Window is how many callbacks may change places when they are reordered.
const Window = 64

// Request is the request that a delivery sends at that moment.
func (o *Options) Request(d conformance.Delivery, now time.Time) *webhook.Request {
	if d.Request != nil {
		return d.Request(now)
	}
	target := o.Target
	target.Signing = d.Signing
	return target.Request(conformance.CallbackOf(d.Packet), now)
}
