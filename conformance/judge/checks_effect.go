package judge

import "github.com/timhook/timhook/payloads"

// Effect is what a backend has stored of a callback otherwise than it has to be. [Options.Under] is [Stored] where it
// is set.
type Effect struct {
	Breaks    string // the check that is broken: [EffectOnce], [EffectSame] or [EffectValue]
	At        string // the place in what is stored, as a JSON Pointer; "": the whole
	Got, Want string
}

// The checks on what a backend has stored.
const (
	EffectOnce  = "effect-once"
	EffectSame  = "effect-same-as-ordinary"
	EffectValue = "effect-value"
)

// effectChecks judge what an answer does not show: what has become of the event. They are held where that is known.
func effectChecks() []*Check {
	return []*Check{
		{
			ID:    EffectOnce,
			Title: "An event that is delivered again is processed once.",
			Level: payloads.Must, Evidence: payloads.Inferred, Under: Stored,
			Source: Overview + ", on retries: with the console's retry switch on, a callback is sent again after a " +
				"timeout",
			Impact: "A message is shown, counted or paid for twice whenever an answer comes late. (inferred; that " +
				"callbacks are sent again is documented)",
			Fix: "store under a key of the event, and do nothing where it is there: INSERT … ON CONFLICT DO NOTHING. " +
				"The key of a message is GroupId, MsgSeq and TopicId; of an event without a sequence number, the " +
				"whole packet. Usual causes: a check before the insert without a unique index, which two deliveries " +
				"at once both pass; a key of RequestTime or of the time of storing.",
			Bad: ok(Canonical), Run: (*Trial).storedOnce,
		},
		{
			ID:    EffectSame,
			Title: "Another form of a packet is processed as its ordinary form.",
			Level: payloads.Must, Evidence: payloads.Inferred, Under: Stored,
			Source: "the case's own source: Chat sends the packet in either form",
			Impact: "Events in this form are lost or stored wrong, although they are answered OK. (inferred)",
			Fix: "read the field that the case varies in both forms. Usual causes: a number that may come as a " +
				"string, a field that may be missing, a reader that gives up and answers OK.",
			Bad: ok(Canonical), Run: (*Trial).storedAsOrdinary,
		},
		{
			ID:    EffectValue,
			Title: "A value of the packet arrives as it was sent.",
			Level: payloads.Must, Evidence: payloads.Inferred, Under: Stored,
			Source: "the case's own source: Chat sends such values",
			Impact: "What people wrote, or what an event is about, is another value in the backend. (inferred)",
			Fix: "store texts byte for byte and numbers in 64 bits. Usual causes: a column of utf8 with three bytes " +
				"or too short, an integer of 32 bits, float64 for an integer, trimming, escaping for HTML before " +
				"storing.",
			Bad: ok(Canonical), Run: (*Trial).storedAsSent,
		},
	}
}

func (t *Trial) storedOnce()       { t.stored(EffectOnce) }
func (t *Trial) storedAsOrdinary() { t.stored(EffectSame) }
func (t *Trial) storedAsSent()     { t.stored(EffectValue) }

// stored reports what breaks the running check. The texts are the backend's, so they are escaped and masked.
func (t *Trial) stored(check string) {
	switch e := t.Effect; {
	case e == nil:
		t.Skip()
	case e.Breaks == check:
		t.Report(whole(t.plain(e.Got), t.plain(e.Want)))
	}
}
