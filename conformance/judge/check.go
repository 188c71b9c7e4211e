package judge

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
)

// Check is one requirement that an answer is held to. Its zero values are those of most checks: a MUST that the
// documentation names, for a backend that has to accept, under no special circumstance.
type Check struct {
	ID       string // kebab-case, never renamed
	Title    string // the requirement, one sentence
	Level    payloads.Level
	Evidence payloads.Evidence
	Source   string       // page and section
	Needs    Stage        // how much of an answer there has to be; with less the check is skipped
	HeldFor  Expectations // what the backend has to do where the check is held; 0: [OnAccept]
	Under    Circumstance // the only circumstance under which the check is held; [Plain]: under every one
	Flaw     Flaw         // of the requests that the check is about; [NoFlaw]: of any

	// Where says for which callbacks the check is held, nil for all of them. It is asked with nil for a callback that
	// nobody knows.
	Where func(*payloads.Command) bool

	Impact string       // what Chat does with such an answer, and how sure that is
	Fix    string       // what to change in the backend, with the usual causes
	Good   string       // a whole HTTP answer that meets the requirement; empty: [Canonical] under status 200
	Bad    string       // a whole HTTP answer that does not, read under a limit of 256 body bytes; "": silence
	Run    func(*Trial) // reports what it finds
}

// Stage is how much of an answer there is to judge. Each stage includes the ones before it.
type Stage uint8

// The stages.
const (
	NeedsNothing Stage = iota // the exchange alone, also where no answer came
	NeedsAnswer               // a whole HTTP answer
	NeedsBody                 // a whole, correctly framed body under status 200
	NeedsPacket               // a body that is one JSON object
)

// String is what is needed, in words.
func (s Stage) String() string {
	return [...]string{"nothing", "a whole HTTP answer", "a whole body under status 200", "a JSON object"}[s]
}

// Expectations is a set of what backends have to do.
type Expectations uint8

// The expectations.
const (
	OnAccept  Expectations = 1 << iota // the backend has to accept: OK, OK=, OKv
	OnRefuse                           // the backend has to refuse
	OnSurvive                          // the backend has to survive
	OnInfo                             // the backend may do either
	OnAll     = OnAccept | OnRefuse | OnSurvive | OnInfo
)

// Includes reports whether the expectation is in the set.
func (e Expectations) Includes(one payloads.Expect) bool {
	switch one {
	case payloads.ExpectRefuse:
		return e&OnRefuse != 0
	case payloads.ExpectSurvive:
		return e&OnSurvive != 0
	case payloads.ExpectInfo:
		return e&OnInfo != 0
	}
	return e&OnAccept != 0
}

// checks is the only list of checks, in the order in which they run and are shown, cause before consequence.
// It is made when it is first needed, with the defaults of [Check] filled in. Nothing changes it afterwards.
var checks = sync.OnceValue(func() []*Check {
	list := slices.Concat(transportChecks(), packetChecks(), fieldChecks(), softChecks(), behaviourChecks(),
		presenceChecks(), circumstanceChecks(), effectChecks(), preferences(), decidingChecks())
	for _, c := range list {
		c.HeldFor = cmp.Or(c.HeldFor, OnAccept)
		c.Good = cmp.Or(c.Good, ok(Canonical))
	}
	return list
})

// Checks lists all checks, cause before consequence. The slice is the caller's, the checks are shared.
func Checks() []*Check { return slices.Clone(checks()) }

// Lookup finds a check by its id. The error of an unknown one is a *[payloads.UnknownError] with the nearest ids.
func Lookup(id string) (*Check, error) {
	known := make([]string, 0, len(checks()))
	for _, c := range checks() {
		if c.ID == id {
			return c, nil
		}
		known = append(known, c.ID)
	}
	return nil, &payloads.UnknownError{What: "check", Name: id, Near: nearest.Names(id, known)}
}

// Overview is the page of the documentation that most requirements come from.
const Overview = "Webhook Overview (1047/34354)"

const responseFields = "Group.CallbackAfterSendMsg (1047/34375), Response fields; " +
	"the same on the callbacks' pages"

// answer is a whole HTTP answer with the status, further header lines and the body.
func answer(status, header, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s", status, header, len(body), body)
}

const typeJSON = "Content-Type: application/json\r\n"

// ok is an answer under status 200 with the packet.
func ok(packet string) string { return answer("200 OK", typeJSON, packet) }
