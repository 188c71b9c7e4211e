// Package vectors makes signed requests and answers, right and wrong, with the outcome that a verifier has to come to,
// for tests in any language.
//
// [Make] returns the whole [Set], and [Set.Files] the files of a folder. Nothing in it is random: the same time gives
// the same bytes. The tests hold each request to the reference backend, and each answer to the judge.
package vectors

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// What the requests are signed with. The token is published with them and protects nothing.
const (
	Token    = "tv4Qd2mXz9TnB0Rw"
	SDKAppID = 1400000001
)

// Now is the usual time of the vectors, in seconds since 1970-01-01 UTC.
const Now = 1762851903

// Earliest and Latest bound the time of a set: RequestTime has ten digits, an hour before and after it too.
const (
	Earliest = 1_000_080_000
	Latest   = 9_999_900_000
)

const address = "http://backend.example/im"

// Set is all vectors of one time.
type Set struct {
	Now      int64 // the verifier's clock, in seconds since 1970-01-01 UTC
	Requests []Request
	Answers  []Answer
}

// Request is one HTTP request, and what the backend has to do with it.
type Request struct {
	ID       string
	Doc      string // what is special about it
	Callback string // that it is about
	Reason   Reason // why it is refused; empty: it is accepted
	Level    payloads.Level
	Source   string // of the requirement
	Check    string // of the judge, which blames a backend that accepts a wrong one; empty: none does
	Case     string // of `timhook test`, which sends the like; empty: none does
	*webhook.Request
}

// Answer is one whole HTTP answer to a request of the set, and what comes of judging it.
type Answer struct {
	ID      string
	Doc     string
	Request string // the ID of the request that it answers
	Check   string // of the judge, which it breaks; empty: it is right
	Level   payloads.Level
	Wire    string // head and body
}

// Make makes the vectors of a time.
func Make(now time.Time) (Set, error) {
	m := maker{now: now.Unix()}
	s := Set{Now: m.now}
	for _, w := range slices.Concat(m.right(), m.wrong()) {
		r, err := m.request(w)
		if err != nil {
			return s, fmt.Errorf("vector %s: %w", w.ID, err)
		}
		s.Requests = append(s.Requests, r)
	}
	var err error
	s.Answers, err = answers()
	return s, err
}

// maker makes requests that are dated relative to its time.
type maker struct{ now int64 }

// request is a right request with a change.
func (m maker) request(w wanted) (Request, error) {
	command, err := w.command()
	if err != nil {
		return w.Request, err
	}
	w.Callback, w.Check = command.Name, cmp.Or(w.Check, checkOf(w.Reason))
	endpoint, err := webhook.ParseEndpoint(address)
	if err != nil {
		return w.Request, err
	}
	target := webhook.Target{URL: endpoint, SDKAppID: SDKAppID, Token: Token, Order: w.order}
	callback := webhook.Callback{
		Command: command.Name, ClientIP: "203.0.113.24", OptPlatform: "Android", Body: []byte(command.Sample),
		Order: command.Query,
	}
	at := m.now + int64(w.late/time.Second)
	r := target.Request(callback, time.Unix(at, 0))
	if w.change != nil {
		w.change(r)
	}
	if w.proof != nil {
		prove(r, w.proof(signing{Token, fmt.Sprint(at), signer.Sign(Token, at)}))
	}
	w.Request.Request = r
	return w.Request, nil
}
