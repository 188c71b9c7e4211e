package e2e_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// startBackend serves the reference backend, as in
// "backend code-string -token T -sdk-app-id 1 -decide before-send=drop", sets $URL and keeps the bodies that it got for "seen".
func startBackend(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: backend [FAULT...] [-token T] [-sdk-app-id N] [-decide CALLBACK=DECISION]...")
	}
	var options backend.Options
	var faults []string
	decisions := map[string]backend.Decision{}
	options.Decide = func(c *payloads.Command, _ jsontree.Value) backend.Decision { return decisions[c.Name] }
	for i := 0; i < len(args); i++ {
		switch args[i] {
		case "-token":
			i++
			options.Token = args[i]
		case "-sdk-app-id":
			i++
			id, err := strconv.ParseUint(args[i], 10, 64)
			ts.Check(err)
			options.SDKAppID = id
		case "-decide":
			i++
			name, text, _ := strings.Cut(args[i], "=")
			c, err := chat.Lookup(name)
			ts.Check(err)
			decisions[c.Name], err = backend.ParseDecision(c, text)
			ts.Check(err)
		default:
			faults = append(faults, args[i])
		}
	}
	h := backend.Reference(options)
	var listens []func(net.Listener) net.Listener
	for _, name := range faults {
		f, err := backend.LookupFault(name)
		ts.Check(err)
		h = f.Break(h)
		if f.Listen != nil {
			listens = append(listens, f.Listen)
		}
	}
	count := requestCount(ts)
	counted := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		h.ServeHTTP(w, r)
	})
	server := httptest.NewUnstartedServer(counted)
	server.Config = backend.NewServer(counted)
	for _, wrap := range listens {
		server.Listener = wrap(server.Listener)
	}
	server.Start()
	ts.Defer(func() { server.CloseClientConnections(); server.Close() })
	setURL(ts, server.URL)
}

// requestCount is how many requests the script's backend has seen; the script's set-up has made it.
func requestCount(ts *testscript.TestScript) *atomic.Int64 {
	return ts.Value(requestsSeen).(*atomic.Int64)
}

const requestsSeen = "requests seen"

func setURL(ts *testscript.TestScript, url string) {
	ts.Setenv("URL", url+"/im")
	ts.Setenv("ADDR", strings.TrimPrefix(url, "http://"))
}

// seen is how many requests the backend got since the last time, as in "seen 4".
func seen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: seen N")
	}
	if got := strconv.FormatInt(requestCount(ts).Swap(0), 10); got != args[0] {
		ts.Fatalf("the backend saw %s requests, want %s", got, args[0])
	}
}

// hostile are servers that do what no server should. Each gets a connection whose request has been read,
// and goes on until that connection is closed, by the other side or at the end of the script.
func hostile() map[string]func(net.Conn) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	return map[string]func(net.Conn){
		"silent":          func(c net.Conn) { _, _ = io.Copy(io.Discard, c) },
		"garbage":         func(c net.Conn) { say(c, "\x00\x1b[31mSSH-2.0-\xff\xfe\r\n\r\n") },
		"slow":            func(c net.Conn) { drip(c, head+"Content-Length: 50\r\n\r\n"+strings.Repeat(" ", 50)) },
		"endless":         func(c net.Conn) { flood(c, head+"\r\n", strings.Repeat("x", 4096)) },
		"endless-headers": func(c net.Conn) { flood(c, head, "X-More: "+strings.Repeat("x", 100)+"\r\n") },
		"reset":           func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) },
		"close":           func(net.Conn) {},
		"big": func(c net.Conn) {
			flood(c, head+"Content-Length: 1099511627776\r\n\r\n", strings.Repeat("x", 4096))
		},
		"302": func(c net.Conn) {
			say(c, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
		},
	}
}

func say(c net.Conn, text string) { _, _ = io.WriteString(c, text) }

// drip writes a byte every 100 ms.
func drip(c net.Conn, text string) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for i := range len(text) {
		if _, err := io.WriteString(c, text[i:i+1]); err != nil {
			return
		}
		<-tick.C
	}
}

// flood writes until the other side is gone or has got far more than it should take.
func flood(c net.Conn, first, more string) {
	say(c, first)
	for range (256 << 20) / len(more) {
		if _, err := io.WriteString(c, more); err != nil {
			return
		}
	}
}

// startHostile serves one of the hostile servers, as in "hostile silent", and sets $URL.
func startHostile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 || hostile()[args[0]] == nil {
		ts.Fatalf("usage: hostile KIND")
	}
	url, stop, err := serveHostile(hostile()[args[0]])
	ts.Check(err)
	ts.Defer(stop)
	setURL(ts, url)
}

func serveHostile(behave func(net.Conn)) (url string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	var connections sync.WaitGroup
	var open sync.Map
	connections.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			open.Store(c, true)
			connections.Go(func() {
				defer c.Close()
				if readRequest(c) == nil {
					behave(c)
				}
			})
		}
	})
	return "http://" + listener.Addr().String(), func() {
		_ = listener.Close()
		open.Range(func(c, _ any) bool { return c.(net.Conn).Close() == nil || true })
		connections.Wait()
	}, nil
}

func readRequest(c net.Conn) error {
	r, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return fmt.Errorf("read the request: %w", err)
	}
	_, err = io.Copy(io.Discard, r.Body)
	return err
}
