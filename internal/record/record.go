// Package record is a server that takes callbacks, keeps each one byte for byte, passes it on to the backend and relays
// the answer as it came.
//
// A [Server] speaks HTTP/1.1 on its own connections, since net/http's server reorders and respells header fields and
// cannot relay an answer byte for byte. [Options.Save] keeps an exchange before the sender gets its answer, so every
// acknowledged callback has been kept.
package record

import (
	"cmp"
	"crypto/tls"
	"time"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// Options set a [Server] up. The zero value answers every callback with the canonical packet, and keeps and judges
// nothing.
type Options struct {
	// Forward is the backend; nil: there is none. Its path, unless that is "/", takes the place of the incoming one,
	// its query is put in front of the incoming one, and its host becomes the Host field. Everything else goes on as it
	// came.
	Forward *webhook.Endpoint
	Client  *webhook.Client // for Forward; nil: its zero value
	// Shadow is a second backend, which gets what is forwarded; nil: there is none. Its answers are compared with those
	// of the first, are never relayed, and delay nothing. One that differs is kept, too, and goes to Shadowed.
	Shadow       *webhook.Endpoint
	ShadowClient *webhook.Client // for Shadow; nil: its zero value
	Shadowed     func(Shadowed)  // called as Seen is; may be nil

	Reply []byte      // response packet where nothing is forwarded; nil: the canonical one
	TLS   *tls.Config // nil: plain HTTP

	// Save keeps an exchange before it is answered, with Hide masked. Several goroutines call it. nil: nothing is kept.
	Save func(*capture.Record) (file.At, error)
	Hide capture.Redaction
	// Check judges callbacks; nil: nothing is judged.
	Check *lint.Options

	// Seen gets each exchange after its answer, and Note a line for people that may quote a sender. Never are two of
	// these calls under way at the same time. Both may be nil.
	Seen func(Event)
	Note func(text string)

	Limits Limits
	Stop   int           // end after so many callbacks; 0: never
	Grace  time.Duration // for exchanges under way at the end; 0: 2 s
}

// Limits keep a sender from taking more than its share. Zero is the default.
type Limits struct {
	Head        int           // bytes of a request's head; 64 KiB
	Body        int64         // bytes of a request's body; 1 MiB
	HeadTime    time.Duration // from its first byte; 10 s
	BodyTime    time.Duration // from the end of the head; 10 s
	IdleTime    time.Duration // between one request and the next on a connection; 75 s
	WriteTime   time.Duration // for an answer; 10 s
	Connections int           // open at once; 512
}

func (l Limits) filled() Limits {
	return Limits{
		Head: cmp.Or(l.Head, 64<<10), Body: cmp.Or(l.Body, 1<<20),
		HeadTime: cmp.Or(l.HeadTime, 10*time.Second), BodyTime: cmp.Or(l.BodyTime, 10*time.Second),
		IdleTime: cmp.Or(l.IdleTime, 75*time.Second), WriteTime: cmp.Or(l.WriteTime, 10*time.Second),
		Connections: cmp.Or(l.Connections, 512),
	}
}

// Event is an exchange as a line on the terminal shows it.
type Event struct {
	Time      time.Time // when the request was there
	Method    string
	Other     string // why the request is none of Chat's callbacks; empty: it is one
	Entry     file.At
	Command   string // callback command, as the sender spelt it
	Group     string // GroupId of the packet
	Bytes     int    // of the request's body
	Truncated bool   // there were more
	Status    int    // that the sender got
	Whole     time.Duration
	Added     time.Duration // the part of Whole that recording and forwarding took
	Forwarded bool
	Failure   string // of the backend; empty: it gave a whole answer
	Unreached bool   // with Failure: the backend is not there
	GivenUp   bool   // with Failure: the serving ended before the backend had answered
	Gone      bool   // the sender had left before its answer was written
	Unsaved   bool   // the exchange could not be kept
	Problems  []lint.Problem

	Decision string // what Chat would do after the answer, in a sentence; empty: it decides nothing
	Asker    string // with Decision: who waits for the answer
}

// Summary counts what a server has received.
type Summary struct {
	Callbacks int
	Others    int // requests that are none of Chat's callbacks
	Refused   int // messages that were no HTTP, or more of it than is taken
	Unsaved   int // exchanges that could not be kept
	Failed    int // callbacks with a MUST that is broken
	// BadRequests and BadAnswers are the callbacks in which the sender's request breaks a MUST or a SHOULD, and in
	// which the backend's answer does. One may be both.
	BadRequests, BadAnswers int
	Warned                  int                 // callbacks with a SHOULD that is broken, and no MUST
	Seen                    []*payloads.Command // the callbacks that came, in the order of [chat.All]
	// AddedP50 and AddedP99 are the median and the 99th percentile of what recording added to forwarded exchanges.
	AddedP50, AddedP99 time.Duration
	Shadow             ShadowSummary
}
