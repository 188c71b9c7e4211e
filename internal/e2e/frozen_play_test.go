package e2e_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// frozenClock is when the frozen packets happen and when their requests are signed.
func frozenClock() time.Time { return time.Unix(1772596800, 0).UTC() }

// frozenRow is the row of a case in testdata/frozen.tsv, without its name: two hashes of what it sends.
//
// Packets are the request packets with the query parameters that belong to them. For a variant they are what Build
// makes with the seeds 1 and 7 in each language. One of the languages is plain, in which users cannot ask for a
// packet: the suite builds the ordinary packet in it and all that a tamper starts from. For a tamper they are what
// its results name, with the seeds 1 and 7.
//
// Requests are the bytes of heads and bodies that go into the connections while the suite plays the case, with seed 1
// in English and with seed 7 in Chinese. A connection is one text. Connections that are open at the same time are
// sorted, since it is chance which of them comes first; the others keep their order. A case that acts on a connection
// is therefore hashed by what it writes: http-slow-body without its pauses, http-keepalive-reuse as 50 requests in one
// text, delivery-client-abort with the request that it gives up, neg-body-content-length-lie with the unfinished one.
//
// Three kinds of cases need a condition of their own:
//   - tls-valid-cert, tls-bad-cert and neg-plain-http-on-tls are played without TLS: what TLS would carry is hashed.
//   - neg-sign-unsigned-backend skips itself where there is a token, and is played without one.
//   - http-gzip-body is compressed by compress/gzip: should a release of Go compress otherwise, delete its four rows by
//     hand, add them again and name the release in the commit.
func frozenRow(t *testing.T, c *conformance.Case) string {
	t.Helper()
	requests := sha256.New()
	sent := slices.Concat(
		played(t, c, conformance.Options{Seed: 1, Lang: payloads.English}, requests),
		played(t, c, conformance.Options{Seed: 7, Lang: payloads.Chinese}, requests))
	if v, err := c.Command.Variant(c.ID); err == nil {
		sent = built(t, c.Command, v)
	}
	packets := sha256.New()
	for _, p := range sent {
		fmt.Fprintf(packets, "%s %q %q %d\n%s", p.Command.Name, p.ClientIP, p.OptPlatform, len(p.Body), p.Body)
	}
	return fmt.Sprintf("%x\t%x", packets.Sum(nil), requests.Sum(nil))
}

func built(t *testing.T, c *payloads.Command, v *payloads.Variant) []payloads.Packet {
	t.Helper()
	var all []payloads.Packet
	for _, seed := range []uint64{1, 7} {
		for _, lang := range []payloads.Lang{payloads.Plain, payloads.Mixed, payloads.English, payloads.Chinese} {
			packets, err := c.Build(v, payloads.Params{Seed: seed, Now: frozenClock(), Lang: lang})
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, packets...)
		}
	}
	return all
}

// played plays a case alone, hashes what goes into its connections and returns the packets that its results name.
func played(t *testing.T, c *conformance.Case, o conformance.Options, requests hash.Hash) (packets []payloads.Packet) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(frozenClock()))
		if packets = playedWith(t, c, "k7Qd2mXz9TnB4vRw", o, requests); len(packets) == 0 {
			packets = playedWith(t, c, "", o, requests)
		}
	})
	if len(packets) == 0 {
		t.Errorf("%s: the case sends nothing, so its row would hold nothing", c.Name())
	}
	return packets
}

func playedWith(
	t *testing.T, c *conformance.Case, token string, o conformance.Options, requests hash.Hash,
) []payloads.Packet {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im?tenant=7")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var heard *tape
	alone := *c
	alone.Needs &^= conformance.NeedsTLS
	alone.Crowd = false // what is sent before a crowd, to measure the backend, is not the case's
	alone.Run = func(ctx context.Context, run *conformance.CaseRun) {
		heard = &tape{sum: requests} // and not before: the suite sends the ordinary packet first
		c.Run(ctx, run)
	}
	pause := 5 * time.Millisecond
	if c.Waits > 0 {
		pause = 400 * time.Millisecond // longer than those within a request
	}
	answers := backend.NewAnswers()
	o.Client = &webhook.Client{NoKeepAlive: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go answerAfter(pause, server, answers)
		return heard.record(client), nil
	}}
	o.Target = webhook.Target{URL: endpoint, SDKAppID: 1400000001, Token: token}
	o.SDKAppIDGiven, o.Now, o.NoShrink = true, frozenClock(), true
	o.Finished = func(conformance.SuiteResult) { end() } // findings are not tried again: the answers mean nothing
	results := conformance.RunSuite(ctx, []*conformance.Case{&alone}, o)
	var packets []payloads.Packet
	for _, r := range results[len(results)-1].Results {
		if r.Skip == "" {
			packets = append(packets, r.Packet)
		}
	}
	return packets
}

// answerAfter answers as a right backend does whenever a request has paused for so long, which takes it for whole
// however broken it is.
func answerAfter(pause time.Duration, conn net.Conn, answers backend.Answers) {
	defer conn.Close()
	buf := make([]byte, 64<<10)
	var request []byte
	for {
		n, err := conn.Read(buf)
		next := time.Now().Add(pause)
		if request = append(request, buf[:n]...); len(request) > 64<<10 {
			request = request[:64<<10] // of a large body the answer needs nothing
		}
		if os.IsTimeout(err) {
			_, err = conn.Write(rightAnswer(request, answers))
			next, request = time.Time{}, nil
		}
		if err != nil || conn.SetReadDeadline(next) != nil {
			return
		}
	}
}

// rightAnswer is one to the callback that the query of a request names.
func rightAnswer(request []byte, answers backend.Answers) []byte {
	head, body, _ := bytes.Cut(request, []byte("\r\n\r\n"))
	_, command, _ := strings.Cut(string(head), "CallbackCommand=")
	packet := answers.To(command[:max(0, strings.IndexAny(command, "& "))], body)
	return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		len(packet), packet)
}

// tape hashes what is written to connections. A nil tape hashes nothing.
type tape struct {
	mu     sync.Mutex
	sum    hash.Hash
	open   int
	closed []string // hashes of connections, each open at the same time as the next
}

func (t *tape) record(c net.Conn) net.Conn {
	if t == nil {
		return c
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open++
	return &taped{Conn: c, tape: t, sum: sha256.New()}
}

// taped is a connection on a tape.
type taped struct {
	net.Conn
	tape *tape
	sum  hash.Hash
	sent bool // a connection over which nothing is sent only shows that the backend is there
	once sync.Once
}

// Write implements [net.Conn].
func (c *taped) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.sum.Write(p[:n])
	c.sent = c.sent || n > 0
	return n, err
}

// Close implements [net.Conn].
func (c *taped) Close() error {
	c.once.Do(func() {
		if c.sent {
			c.tape.add(fmt.Sprintf("%x", c.sum.Sum(nil)))
		} else {
			c.tape.add("")
		}
	})
	return c.Conn.Close()
}

func (t *tape) add(sum string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if sum != "" {
		t.closed = append(t.closed, sum)
	}
	if t.open--; t.open == 0 && len(t.closed) > 0 {
		slices.Sort(t.closed)
		fmt.Fprintln(t.sum, strings.Join(t.closed, " "))
		t.closed = nil
	}
}

// A case that writes something else, or the same in another order, gets another row.
func TestTheFrozenRowFollowsTheBytesOnTheWire(t *testing.T) {
	find := func(id string) *conformance.Case {
		suite := cases.Suite()
		i := slices.IndexFunc(suite, func(c *conformance.Case) bool { return c.Command.Short == "send" && c.ID == id })
		if i < 0 {
			t.Fatalf("the suite has no case %s", id)
		}
		return suite[i]
	}
	requests := func(c *conformance.Case, play conformance.RunFunc) string {
		other := *c
		other.Run = play
		_, sum, _ := strings.Cut(frozenRow(t, &other), "\t")
		return sum
	}
	c := find("delivery-gap")
	twoPaths := func(first, second string) conformance.RunFunc {
		return func(ctx context.Context, run *conformance.CaseRun) {
			find(first).Run(ctx, run)
			find(second).Run(ctx, run)
		}
	}
	seen := map[string]string{}
	for name, play := range map[string]conformance.RunFunc{
		"its own":   c.Run,
		"one path":  find("neg-path-wrong").Run,
		"two paths": twoPaths("neg-path-wrong", "neg-path-trailing-slash"),
		"the other": twoPaths("neg-path-trailing-slash", "neg-path-wrong"),
		"its own late": func(ctx context.Context, run *conformance.CaseRun) {
			run.Pause(ctx, time.Second)
			c.Run(ctx, run)
		},
	} {
		sum := requests(c, play)
		if other, found := seen[sum]; found {
			t.Errorf("%s and %s have the same hash of requests", name, other)
		}
		seen[sum] = name
	}
}
