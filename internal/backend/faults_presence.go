package backend

import (
	"net"
	"net/http"
	"sync"
	"time"
)

// presenceFaults are not there for every callback: their process ends, or takes few connections.
func presenceFaults() []Fault {
	staysUp := []string{"behave-stays-up"}
	limited := fault("few-connections", "accepts a connection only while fewer than 24 are open",
		[]string{"behave-accepts-connections"}, func(right http.Handler) http.Handler { return right })
	limited.Listen = func(l net.Listener) net.Listener { return newFewConnections(l, 24) }
	return []Fault{
		fault("exits-on-null", "ends over a packet that is null, and is started again", staysUp,
			exiting(func(k *keptAnswer, r request) bool { return string(r.packet) == "null" }, false)),
		fault("exits-after-answer", "ends after its answer to a field of an unexpected type, and is started again",
			staysUp,
			exiting(func(k *keptAnswer, r request) bool {
				packet, ok := parse(r.packet)
				return ok && k.accepts() && hasOddTypes(packet)
			}, true)),
		limited,
		fault("takes-turns", "works at one callback after another, 60 ms at each", []string{"behave-side-by-side"},
			oneAtATime(60*time.Millisecond)),
	}
}

// startsWithin is how long a process that has ended takes to be there again.
const startsWithin = 300 * time.Millisecond

// exiting ends over some requests: it drops every connection until it is there again, as a port does behind which
// no process is left.
func exiting(over func(*keptAnswer, request) bool, answersFirst bool) wrapper {
	return func(right http.Handler) http.Handler {
		back := sharing(time.Time{})
		return afterRight(func(k *keptAnswer, w http.ResponseWriter, r request) {
			ends := over(k, r)
			was := back.change(func(at time.Time) time.Time {
				if ends && !time.Now().Before(at) {
					return time.Now().Add(startsWithin)
				}
				return at
			})
			if time.Now().Before(was) || ends && !answersFirst {
				panic(http.ErrAbortHandler)
			}
			k.send(w)
		})(right)
	}
}

// oneAtATime works at one callback after another, as a server with a single thread does.
func oneAtATime(d time.Duration) wrapper {
	return func(right http.Handler) http.Handler {
		turn := sharing(true)
		return afterRight(func(k *keptAnswer, w http.ResponseWriter, r request) {
			turn.change(func(bool) bool { return wait(r, d) })
			k.send(w)
		})(right)
	}
}

// fewConnections accepts a connection only while fewer than so many are open.
type fewConnections struct {
	net.Listener
	free chan struct{}
}

func newFewConnections(l net.Listener, most int) *fewConnections {
	shortenBacklog(l)
	return &fewConnections{l, make(chan struct{}, most)}
}

func (l *fewConnections) Accept() (net.Conn, error) {
	l.free <- struct{}{}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.free
		return nil, err
	}
	return &counted{Conn: c, closed: sync.OnceFunc(func() { <-l.free })}, nil
}

// counted is a connection that gives its place free when it is closed.
type counted struct {
	net.Conn
	closed func()
}

// Close closes the connection.
func (c *counted) Close() error {
	defer c.closed()
	return c.Conn.Close()
}
