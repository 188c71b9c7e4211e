package judge

import (
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// Reaction is what a backend did with a callback, also where something else was expected of it.
type Reaction uint8

// The reactions. Only Accepted is acceptance; Refused is a refusal in a form that can be recognised.
const (
	NoReaction Reaction = iota // the backend was not reached
	Accepted                   // HTTP 200 with ActionStatus OK and ErrorCode 0
	Refused                    // HTTP 4xx, or HTTP 200 with FAIL or an ErrorCode that is not 0
	Unclear                    // a whole answer of another kind: plain text under 200, 204, a redirect
	Broke                      // HTTP 5xx
	Dropped                    // the connection was closed or reset
	Garbled                    // what came is no HTTP answer
	Hung                       // no whole answer in time
)

// String is the reaction in words that follow "the backend".
func (r Reaction) String() string {
	return [...]string{
		"was not reached", "accepted", "refused", "neither accepted nor refused", "answered with a server error",
		"dropped the connection", "answered something that is no HTTP answer", "did not answer in time",
	}[r]
}

func (t *Trial) react() Reaction {
	ex := t.Exchange
	if ex.Failure != nil {
		return reactionTo(ex.Failure.Class)
	}
	switch {
	case ex.Status >= 500:
		return Broke
	case ex.Status >= 400:
		return Refused
	case ex.Status != 200 || t.Packet.IsAbsent():
		return Unclear
	}
	return t.reactPacket()
}

func reactionTo(class webhook.FailureClass) Reaction {
	switch class {
	case webhook.Timeout:
		return Hung
	case webhook.Closed, webhook.Reset:
		return Dropped
	case webhook.Malformed, webhook.HeaderTooLarge:
		return Garbled
	}
	return NoReaction
}

// reactPacket reads the documented spelling only: a packet that a strict reader does not accept is not an acceptance.
func (t *Trial) reactPacket() Reaction {
	status := t.Packet.Get(actionStatus)
	code, isInteger := t.Packet.Get(errorCode).Int64()
	isText := status.Kind() == jsontree.KindString
	switch {
	case slices.Contains(t.reading.blamed, actionStatus), slices.Contains(t.reading.blamed, errorCode):
		return Unclear
	case isText && status.Text() == "FAIL", isInteger && code != 0:
		return Refused
	case isText && status.Text() == "OK" && isInteger:
		return Accepted
	}
	return Unclear
}
