package judge

import (
	"fmt"

	"github.com/timhook/timhook/payloads"
)

// Circumstance is the circumstance under which a callback that has to be accepted was sent, where that is what a case is about.
type Circumstance uint8

// The settings. In those of a MUST a failure that the callback does not draw alone is blamed on the setting;
// in the others there is something that would be better, and hides nothing.
const (
	Plain         Circumstance = iota
	Redelivered                // the same callback was sent before
	Concurrent                 // other callbacks were under way
	AfterNegative              // a callback before it was to be refused or survived
	Repeated                   // the very same request has been answered before, otherwise
	SameSign                   // other callbacks came with the same Sign and RequestTime
	KeptOpen                   // the last of many on one connection, none of which was kept open
	Unhandled                  // the backend need not know the callback command
	OtherMethod                // the method is not POST
	OtherPath                  // the path is not the configured one
	ExtraSlash                 // the path is the configured one and a slash
)

// settingChecks judge what a single answer cannot show. Each is held in its own setting only, before all others,
// and takes the place of what they would find.
func settingChecks() []*Check {
	return []*Check{
		{
			ID:    "behave-redelivery",
			Title: "A callback that is delivered again is answered as the first time.",
			Level: payloads.Must, Evidence: payloads.Documented,
			Source: Overview + ", on retries: with the console's retry switch on, a callback is sent again after a timeout",
			Needs:  NeedsNothing, HeldFor: OnAccept, Under: Redelivered,
			Means: "Chat sends again what it got no answer to in time, although the backend may have processed it. An error then counts as a second failure. (documented; how often it is repeated is not)",
			Mend:  "answer OK to what you know already and do nothing else. Usual causes: a unique index whose violation becomes a 500, a Sign that is remembered as used, a lock on the message id.",
			Good:  ok(Canonical),
			Bad:   answer("500 Internal Server Error", typeJSON, `{"ActionStatus":"FAIL","ErrorInfo":"duplicate key","ErrorCode":1}`),
			Run:   func(t *Trial) { t.mustAccept("the same answer as to the first delivery: OK and 0") },
		},
		{
			ID:    "behave-concurrency",
			Title: "A callback is answered rightly while others are under way.",
			Level: payloads.Must, Evidence: payloads.Inferred,
			Source: Overview + ", on connections: Chat keeps several; groups take up to 40 messages a second (Use Limits, 1047/34381)",
			Needs:  NeedsNothing, HeldFor: OnAccept, Under: Concurrent,
			Means: "Chat sends callbacks at the same time over several connections; those that fail under load are lost. (documented: a failed callback is not sent again by default)",
			Mend:  "answer first and work afterwards; do not hold a lock or a database transaction over the answer; allow more workers and connections. Usual causes: a single-threaded server, a pool of one connection, SQLite locks, a rate limit.",
			Good:  ok(Canonical),
			Bad:   answer("503 Service Unavailable", "", "busy"),
			Run:   func(t *Trial) { t.mustAccept("OK and 0, as for the same callback alone") },
		},
		{
			ID:    "behave-resumes",
			Title: "After a request that was to be refused or survived, the next valid callback is accepted.",
			Level: payloads.Must, Evidence: payloads.Inferred,
			Source: Overview + ", on failures; one bad request must not cost the events that follow",
			Needs:  NeedsNothing, HeldFor: OnAccept, Under: AfterNegative,
			Means: "The events after the odd request are lost. (documented: a failed callback is not sent again by default)",
			Mend:  "look for what the odd request leaves behind: a crashed worker, a connection in an undefined state because the body was not read, an address that was blocked, a lock that was not released.",
			Good:  ok(Canonical),
			Bad:   answer("502 Bad Gateway", "", "worker died"),
			Run:   func(t *Trial) { t.mustAccept("OK and 0, as before the odd request") },
		},
		{
			ID:    "behave-steady",
			Title: "The very same request draws the same reaction each time.",
			Level: payloads.Must, Evidence: payloads.Inferred,
			Source: Overview + ", on failures; a callback that fails now and then is lost now and then",
			Needs:  NeedsNothing, HeldFor: OnAll, Under: Repeated,
			Means: "The backend is flaky: which events are lost is up to chance. (inferred)",
			Mend:  "compare what differs between a good and a bad answer: the instance behind the load balancer, a race in the handler, a connection of a pool that has gone away, a time limit that is just met.",
			Good:  ok(Canonical),
			Bad:   answer("500 Internal Server Error", "", "now and then"),
			Run:   (*Trial).steady,
		},
		{
			ID:    "behave-same-sign",
			Title: "A callback is accepted although another one had the same Sign.",
			Level: payloads.Must, Evidence: payloads.Inferred,
			Source: Overview + ", on authentication: Sign is the SHA-256 of token and RequestTime, which counts seconds",
			Needs:  NeedsNothing, HeldFor: OnAccept, Under: SameSign,
			Means: "All events of one second carry the same RequestTime and therefore the same Sign; all but the first would be lost. (inferred: the algorithm leaves no other way)",
			Mend:  "do not take Sign for a nonce: remember the message (GroupId, MsgSeq), not the signature, to tell what you know already.",
			Good:  ok(Canonical),
			Bad:   refusal(),
			Run: func(t *Trial) {
				t.mustAccept("OK and 0: the Sign was used before, and so it is for every event of a second")
			},
		},
	}
}

func (t *Trial) mustAccept(want string) {
	if t.Reaction != Accepted {
		t.Report(whole(t.reacted(), want))
	}
}

// steady compares with what the same request drew before.
func (t *Trial) steady() {
	others := 0
	for _, r := range t.Earlier {
		if r != t.Reaction {
			others++
		}
	}
	if others > 0 {
		t.Report(whole(
			fmt.Sprintf("%s, while %d of %d further tries of the same request drew another reaction: the backend is flaky", t.reacted(), others, len(t.Earlier)),
			"the same reaction to the same request",
		))
	}
}
