package judge

import (
	"slices"
	"sync"

	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
)

// Check is one requirement that an answer is held to.
type Check struct {
	ID       string // kebab-case, never renamed
	Title    string // the requirement, one sentence
	Level    payloads.Level
	Evidence payloads.Evidence
	Source   string       // page and section
	Needs    Stage        // without it the check is skipped
	HeldFor  Applies      // the expectations under which it is held
	Under    Circumstance // the only setting in which it is held; Alone: all of them
	Means    string       // what Chat does with such an answer, and how sure that is
	Mend     string       // what to change in the backend, with the usual causes
	Good     string       // a whole HTTP answer that meets the requirement
	Bad      string       // a whole HTTP answer that does not, read under a limit of 256 body bytes
	Run      func(*Trial) // reports what it finds
}

// Stage is how much of an answer there is to judge. Each stage includes the ones before it.
type Stage uint8

// The stages.
const (
	NeedsNothing Stage = iota // the exchange alone, whatever came of it
	NeedsAnswer               // a whole HTTP answer
	NeedsBody                 // a whole, rightly framed body under status 200
	NeedsPacket               // a body that is one JSON object
)

// String says what is needed.
func (s Stage) String() string {
	return [...]string{"nothing", "a whole HTTP answer", "a whole body under status 200", "a JSON object"}[s]
}

// Applies is a set of expectations.
type Applies uint8

// The sets that checks are held under.
const (
	OnAccept Applies = 1 << iota // the backend has to accept: OK, OK=, OKv
	OnRefuse                     // the backend has to refuse
	OnSane                       // the backend has to survive
	OnInfo                       // the backend may do either
	OnAll    = OnAccept | OnRefuse | OnSane | OnInfo
)

// Includes says whether the check is held under the expectation.
func (a Applies) Includes(e payloads.Expect) bool {
	switch e {
	case payloads.ExpectRefuse:
		return a&OnRefuse != 0
	case payloads.ExpectSurvive:
		return a&OnSane != 0
	case payloads.ExpectInfo:
		return a&OnInfo != 0
	}
	return a&OnAccept != 0
}

// checks is the only list of checks, in the order in which they run and are shown, made when it is first wanted. Nothing changes it.
// Those for answers that have to accept stand first; those for a setting stand last, and run before the others.
var checks = sync.OnceValue(func() []*Check {
	return slices.Concat(transportChecks(), packetChecks(), softChecks(), behaviourChecks(), settingChecks(), preferences())
})

// Checks lists all checks, cause before consequence. The slice is the caller's, the checks are shared.
func Checks() []*Check { return slices.Clone(checks()) }

// LookupCheck finds a check by its id. The error of an unknown one is a *[payloads.UnknownError] with the nearest ids.
func LookupCheck(id string) (*Check, error) {
	known := make([]string, 0, len(checks()))
	for _, c := range checks() {
		if c.ID == id {
			return c, nil
		}
		known = append(known, c.ID)
	}
	return nil, &payloads.UnknownError{What: "check", Name: id, Near: nearest.Names(id, known)}
}
