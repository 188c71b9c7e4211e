package conformance_test

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

func reference() http.Handler {
	return backend.Reference(backend.Options{
		SDKAppID: appID, Token: token,
	})
}

// serving starts a handler in the bubble and gives a client for it.
func serving(t *testing.T, h http.Handler) *webhook.Client {
	t.Helper()
	return servingOn(t, h, backend.Fault{})
}

// servingOn is serving with what a fault does to connections.
func servingOn(t *testing.T, h http.Handler, fault backend.Fault) *webhook.Client {
	t.Helper()
	listener, server := pipes.Listen(), backend.NewServer(h)
	var on net.Listener = listener
	if fault.Listen != nil {
		on = fault.Listen(listener)
	}
	go func() { _ = server.Serve(on) }()
	t.Cleanup(func() {
		_ = server.Close()
		time.Sleep(time.Minute) // in the bubble: until the last handler has seen that nobody waits
	})
	client := &webhook.Client{Dial: listener.Dial}
	t.Cleanup(client.Close)
	return client
}

// occasion is a callback that shows how a backend behaves under one expectation.
func occasion(t testing.TB, c *payloads.Command, expect payloads.Expect) *webhook.Request {
	t.Helper()
	to, callback := target(t), ordinary(c)
	switch expect {
	case payloads.ExpectRefuse:
		to.Signing = webhook.SignWrong
	case payloads.ExpectSurvive:
		callback.Body = []byte(`{"CallbackCommand":"` + c.Name + `","GroupId":5,"Type":null,"MsgSeq":"42","MsgBody":{},"MsgSeqList":{},"GroupAttr":7,"EventTime":[]}`)
	}
	return to.Request(callback, time.Now())
}

func expectations() []payloads.Expect {
	return []payloads.Expect{payloads.ExpectOK, payloads.ExpectRefuse, payloads.ExpectSurvive}
}

func TestTheReferenceBackendFailsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := serving(t, reference())
		for _, c := range chat.All() {
			for _, expect := range expectations() {
				for range 2 { // a duplicate is accepted too
					ex := client.Send(t.Context(), occasion(t, c, expect))
					j := judge.Judge(ex, judge.Options{Command: c, Expect: expect, Secrets: []string{token}})
					if j.Outcome != judge.Pass {
						t.Errorf("%s, %v: got %v %s %v (%d %q), want PASS", c.Name, expect, j.Outcome, brief(j), j.Err,
							ex.Status, ex.Body)
					}
				}
			}
		}
	})
}

func TestEveryFaultTripsItsChecksInASingleAnswer(t *testing.T) {
	for _, fault := range backend.Faults() {
		if _, occasional := guards()[fault.Name]; occasional {
			continue // a single answer shows nothing of it: the whole suite does
		}
		t.Run(fault.Name, func(t *testing.T) {
			for _, c := range shownBy(t, fault) {
				synctest.Test(t, func(t *testing.T) { proveFault(t, fault, c) })
			}
		})
	}
}

// shownBy are callbacks over which a fault shows.
func shownBy(t *testing.T, fault backend.Fault) []*payloads.Command {
	t.Helper()
	if fault.Callback == "" {
		return chat.Usual()
	}
	c, err := chat.Lookup(fault.Callback)
	if err != nil {
		t.Fatal(err)
	}
	return []*payloads.Command{c}
}

// proveFault holds a faulty backend to every expectation: the checks that the fault names and that are held then
// find something, and no others do.
func proveFault(t *testing.T, fault backend.Fault, c *payloads.Command) {
	client := servingOn(t, fault.Break(reference()), fault)
	for _, expect := range expectations() {
		j := judge.Judge(client.Send(t.Context(), occasion(t, c, expect)),
			judge.Options{Command: c, Expect: expect, Secrets: []string{token}})
		if j.Outcome == judge.Error {
			t.Errorf("%s, %v: got an error, want a verdict: %v", c.Name, expect, j.Err)
		}
		if diff := cmp.Diff(tripped(t, fault, expect), ids(j)); diff != "" {
			t.Errorf("%s, %v: got %s, want %v", c.Name, expect, brief(j), tripped(t, fault, expect))
		}
	}
}

// tripped is the part of a fault's checks that shows under the expectation. What a backend does wrong
// where it accepts shows under SANE too, as the odd callbacks of these tests are accepted, and not under REFUSE.
func tripped(t *testing.T, fault backend.Fault, expect payloads.Expect) []string {
	t.Helper()
	var list []string
	for _, id := range fault.Trips {
		c, err := judge.Lookup(id)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(id, "resp-") && expect == payloads.ExpectRefuse {
			continue // these backends refuse as the right one does
		}
		if id == "behave-refusal-form" && expect == payloads.ExpectSurvive {
			continue // that is about closed connections, and the odd callback of these tests has no flaw
		}
		seen := c.Flaw == judge.NoFlaw || c.Flaw == judge.FlawSignature // the forged request of these tests
		if c.HeldFor.Includes(expect) && seen {
			list = append(list, id)
		}
	}
	if expect == payloads.ExpectSurvive && slices.Contains(alsoInsane(), fault.Name) {
		list = []string{"behave-survives"}
	}
	return list
}

// alsoInsane lists the faults at acceptance that an odd callback, being accepted, meets as well.
func alsoInsane() []string {
	return []string{
		"status-500", "html-error", "status-502", "silent", "drip", "slow-3s", "fail-open-slow",
		"close-before-answer", "close-in-head", "close-in-body", "reset",
		"content-length-long", "content-length-long-close", "content-length-twice", "no-length", "broken-chunk",
		"no-last-chunk",
		"not-http", "packet-only", "endless-headers", "endless-continue",
	}
}

func TestEveryCheckIsTrippedBySomeFault(t *testing.T) {
	tripped := make(map[string]bool)
	for _, fault := range backend.Faults() {
		if len(fault.Trips) == 0 {
			t.Errorf("%s trips nothing", fault.Name)
		}
		for _, id := range fault.Trips {
			tripped[id] = true
		}
	}
	for _, c := range judge.Checks() {
		if !tripped[c.ID] && c.ID != "answer-expected" { // which the user's expectation trips, and no fault
			t.Errorf("no fault trips %s, so nothing shows that it can fail", c.ID)
		}
	}
}

func TestFaultsShowOverTCPAsInTheBubble(t *testing.T) {
	for _, name := range []string{"", "status-204", "plain-ok", "close-before-answer", "reset", "stray-bytes", "content-length-short", "not-http", "huge-answer", "endless-headers", "crashes-on-odd-types"} {
		t.Run("fault "+name, func(t *testing.T) { proveOverTCP(t, name) })
	}
}

func proveOverTCP(t *testing.T, name string) {
	h, fault := reference(), backend.Fault{}
	if name != "" {
		var err error
		if fault, err = backend.LookupFault(name); err != nil {
			t.Fatal(err)
		}
		h = fault.Break(h)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := backend.NewServer(h)
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	client := &webhook.Client{
		Timeout: 20 * time.Second, // a slow machine is no finding
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "tcp", listener.Addr().String())
		},
	}
	defer client.Close()
	for _, expect := range expectations() {
		ex := client.Send(t.Context(), occasion(t, sendCommand(t), expect))
		ex.Timing.Total = 0 // and its latency is not judged here
		j := judge.Judge(ex, judge.Options{Expect: expect, Secrets: []string{token}})
		if diff := cmp.Diff(tripped(t, fault, expect), ids(j)); diff != "" {
			t.Errorf("%v: got %s %v, want %v", expect, brief(j), j.Err, tripped(t, fault, expect))
		}
	}
}
