// Package backend has the reference backend, which answers every callback as documented, and faults, which make it
// wrong on purpose.
//
// The reference backend is an example of a right one, and proves that the checks find no fault with it; each [Fault]
// proves that a check can fail.
package backend

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Options sets the reference backend up. The zero value accepts any application and takes no signature, and allows
// every event.
type Options struct {
	SDKAppID   uint64      // the application whose callbacks are taken; 0: any
	Token      string      // of the console's authentication; "": Sign and RequestTime are not looked at
	MaxBody    int64       // bytes of a request packet; 0: 1 MiB
	MaxEntries int         // how many events are remembered to tell duplicates; 0: 65,536
	Log        func(Event) // gets each request before its answer is written; several goroutines call it; may be nil

	Callbacks []*payloads.Command // that are handled; nil: all
	Store     *Store              // keeps the events; nil: nothing does
	// Decide is asked about each event of a callback whose answer decides; nil: [payloads.Allow]. Several goroutines
	// call it. The same packet should get the same decision.
	Decide func(c *payloads.Command, packet jsontree.Value) Decision
}

// Event is one request and its outcome.
type Event struct {
	Time       time.Time
	Command    string // callback command, as the request names it
	Outcome    EventOutcome
	Reason     string // why it was refused, or had no effect
	Status     int    // HTTP status of the answer
	RemoteAddr string
	Bytes      int       // length of the request packet
	Decision   *Decision // on the event; nil where the answer decides nothing
}

// EventOutcome is the way in which the reference backend processed a request.
type EventOutcome uint8

// The outcomes of a request.
const (
	Accepted  EventOutcome = iota // processed
	Duplicate                     // accepted, and without effect since the event is known
	Ignored                       // accepted, and without effect since nothing here handles it
	Refused                       // not accepted
)

// String names the outcome in lower case.
func (o EventOutcome) String() string {
	return [...]string{"accepted", "duplicate", "ignored", "refused"}[o]
}

// NewServer wraps a handler in a server with limits that keep a slow or greedy client from harming it.
// There is no limit on writing, since slow faults take their time; they end with the client or after half a minute.
func NewServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}
