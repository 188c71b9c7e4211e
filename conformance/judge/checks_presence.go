package judge

import (
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Gone is how a backend went away, see [WentAway].
type Gone struct {
	Said   string   // the end of its process, for example "exit status 1" and what it wrote last; empty: not known
	Others []string // cases whose packets were under way too, where it could not be told which of them it was
	Alone  bool     // the packet was sent again with nothing else under way, and it happened again
	Once   bool     // sent again alone, none of the packets that were under way did it again
	Lost   bool     // the backend did not come back
}

// IsDoubtful reports whether another packet may have ended the backend, or chance.
func (g *Gone) IsDoubtful() bool { return g.Once || len(g.Others) > 0 }

// Pace is how long a backend took for callbacks that came alone and for those that came together, see [TookTurns].
type Pace struct {
	Alone    time.Duration // for one callback
	Together time.Duration // until the last of those that came together was answered
	Count    int           // callbacks that came together
	Waited   time.Duration // how long the last of them waited for a connection; 0: none did
}

// presenceChecks judge whether a backend stays there, and stays there for several callbacks at once.
func presenceChecks() []*Check {
	return []*Check{
		{
			ID:    "behave-stays-up",
			Title: "No packet ends the backend.",
			Level: payloads.Must, Evidence: payloads.Inferred, HeldFor: OnAll, Under: WentAway,
			Source: Overview + ", on failures: access timeout; a callback that is not answered is lost",
			Impact: "The backend went away. Until it is started again every callback is lost (documented: a failed " +
				"callback is not sent again by default), and one packet is enough to end it. (inferred)",
			Fix: "catch the exception in the handler and answer 400, or OK to what you do not handle. Node: try { " +
				"JSON.parse(body) } catch { … }, check that the result is an object, and put try/catch around async " +
				"handlers (an unhandled rejection ends the process). Go: no log.Fatal or os.Exit in a handler, and " +
				"recover in goroutines of your own. PHP, Python: look for exit() and sys.exit(). The last lines of " +
				"the server's output name the place.",
			Bad: "", Run: (*Trial).staysUp,
		},
		{
			ID:    "behave-accepts-connections",
			Title: "A connection is accepted while others are under way.",
			Level: payloads.Must, Evidence: payloads.Inferred, Under: Queued,
			Source: Overview + ", on connections: Chat keeps several",
			Impact: "The queue of connections that wait to be accepted is full: Chat gets no connection, and the " +
				"callback is lost. (documented: a failed callback is not sent again by default)",
			Fix: "accept sooner and allow a longer queue. Python socketserver and http.server: ThreadingHTTPServer, " +
				"and request_queue_size = 128 in the server class (the default is 5); Node: server.listen({port, " +
				"backlog: 511}); Tomcat: acceptCount and maxConnections; PHP: php-fpm instead of php -S; Go: no " +
				"netutil.LimitListener. A server with one thread accepts only between two answers.",
			Bad: "", Run: (*Trial).acceptsConnections,
		},
		{
			ID:    "behave-side-by-side",
			Title: "Callbacks that come together are answered side by side.",
			Level: payloads.Should, Evidence: payloads.Inferred, Under: TookTurns,
			Source: Overview + ", on connections: Chat keeps several; groups take up to 40 messages a second (Use " +
				"Limits, 1047/34381)",
			Impact: "Callbacks wait for each other. At 40 messages a second, Chat's limit for one group, the last of " +
				"them are answered after the 2 seconds and count as failed. (inferred)",
			Fix: "answer first and work afterwards, or allow more workers: gunicorn --workers 4 --threads 8; " +
				"ThreadingHTTPServer; uvicorn: no blocking call in an async def; php-fpm pm.max_children, " +
				"PHP_CLI_SERVER_WORKERS=8 for php -S; Node: no synchronous work in the handler; hold no lock over " +
				"the answer.",
			Bad: ok(Canonical), Run: (*Trial).sideBySide,
		},
	}
}

func (t *Trial) staysUp() {
	if t.Gone == nil {
		return
	}
	t.Report(whole(t.wentAway(), "an answer, and a backend that stays up"))
}

// wentAway tells how the backend went away. What its process said last is shown, since it names the cause.
func (t *Trial) wentAway() string {
	ex, g := t.Exchange, t.Gone
	text := "the connection broke, and then no further one was accepted: the backend went away"
	if ex.Failure == nil {
		text = fmt.Sprintf("HTTP status %d, and right afterwards the backend went away", ex.Status)
	}
	switch {
	case g.Alone:
		text += ", and again when this packet was sent alone"
	case len(g.Others) > 0:
		text += " (under way too: " + few(g.Others) + ")"
	}
	switch {
	case g.Once:
		text += "; when they were sent again one by one, it did not happen again"
	}
	if g.Lost {
		text += ", and it did not come back"
	}
	if g.Said != "" {
		text += "; its process: " + t.plain(g.Said)
	}
	return text
}

// few is the first names of a list, and how many more there are.
func few(names []string) string {
	const most = 3
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}

func (t *Trial) acceptsConnections() {
	const want = "a connection at once, also while others are under way"
	switch f := t.Exchange.Failure; {
	case f != nil && f.Class == webhook.Connect:
		t.Report(whole("no connection while others were under way: "+t.plain(f.Error()), want))
	case t.Pace != nil:
		together := "connections"
		if t.Pace.Count > 0 {
			together = fmt.Sprintf("%d connections", t.Pace.Count)
		}
		t.Report(whole(fmt.Sprintf("%s at once: one was accepted only after %v, so the queue was full", together,
			round(t.Pace.Waited)), want))
	}
}

func (t *Trial) sideBySide() {
	if p := t.Pace; p != nil {
		t.Report(whole(
			fmt.Sprintf("%d callbacks at once took %v, one alone takes %v: the backend answers %s", p.Count,
				round(p.Together), round(p.Alone), p.turns()),
			"callbacks that do not wait for each other"))
	}
}

// turns is how many callbacks are answered at once, in words.
func (p *Pace) turns() string {
	if n := p.SideBySide(); n > 1 {
		return fmt.Sprintf("%d at a time", n)
	}
	return "one at a time"
}

// SideBySide is how many callbacks the backend answers at once, at least one.
func (p *Pace) SideBySide() int {
	if p.Together <= 0 {
		return p.Count
	}
	n := (time.Duration(p.Count)*p.Alone + p.Together/2) / p.Together
	return max(1, min(int(n), p.Count))
}

func round(d time.Duration) time.Duration {
	if d > 10*time.Millisecond {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Microsecond)
}
