// Package webhooktest plays the suite of `timhook test` inside `go test`: against an [http.Handler], which gets a
// server on loopback for the time of the test, or against a URL. Each case is a subtest, and each problem an error of
// it with its cause, the fix, and how to repeat it.
//
//	func TestCallbacks(t *testing.T) {
//		webhooktest.Run(t, newServer(db), webhooktest.Options{
//			Path: "/im", SDKAppID: 1400000001, Token: "token of the console",
//		})
//	}
//
// With [Options.Effect] the suite also looks at what the backend has stored: that an event which is delivered twice is
// processed once, that another form of a packet is processed as its ordinary form, and that a value arrives as it was
// sent. An answer alone cannot show that.
//
// It needs no module beyond those of packages payloads, webhook and conformance.
package webhooktest

import (
	"time"

	"github.com/timhook/timhook/webhook"
)

// Options say what is played, and against which backend. The zero value plays the default run against a handler,
// without the cases that need a token or an SDKAppID; these are skipped.
type Options struct {
	// URL is of a backend that runs already, for instance "http://localhost:8080/im"; the handler is nil then. Empty:
	// the handler gets a server.
	URL string
	// Path is where the handler is asked, as the console has it; empty: "/im". It may have a query. It goes with no
	// URL.
	Path string

	// SDKAppID is the application that the backend takes callbacks of; 0: it is not known, and no case asks whether
	// another one is refused.
	SDKAppID uint64
	// Token is that of the console's authentication; empty: nothing is signed, and no case forges a signature. It is
	// masked in every text.
	Token string

	// Callbacks are those that the backend gets, by name, short name, pattern or family, as --callbacks takes them:
	// "send", "Group.*", "before". nil: the usual ones, and those that Run names.
	Callbacks []string
	// Run and Skip are patterns of the cases that are played and left out, as `test --run` and --skip take them:
	// "send/eventtime-*", "neg-sign-wrong". No Run: all.
	Run, Skip []string
	// Level is the lowest level of requirements that is checked: "must", "should" or "may"; empty: "may".
	Level string
	// Strict makes a broken SHOULD an error as well. Without it, it is logged.
	Strict bool
	// KnownFailing has the lines of a list of known failures, as `test --known-failing @FILE` reads them:
	// "send/eventtime-string:resp-json until=2027-01-31 # ticket 7". A case that is listed and does not fail is an
	// error.
	KnownFailing []string
	// Decisions are the right ones of callbacks before an event, as --expect-decision takes them:
	// "before-send/text-html-*=refuse:10101".
	Decisions []string

	// Seed is what the packets are made from. The same seed and Now make the same bytes.
	Seed uint64
	// Now is the time that the packets are dated with; zero: the present. A signature is always dated with the present.
	Now time.Time

	// Effect gives what the backend has stored of the event of a callback, in any form that encoding/json writes: the
	// rows of a table, for example. nil, or a value that is empty, is nothing. An error is one of the case.
	//
	// It is asked after a case's callbacks were answered, by several goroutines. It is asked again for up to a second
	// where a backend stores after its answer. What it gives is compared with what comes of ordinary callbacks: values
	// that differ between these on their own, such as ids of rows and times of storing, are left out.
	Effect func(webhook.Callback) (any, error)
}
