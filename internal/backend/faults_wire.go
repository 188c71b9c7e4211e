package backend

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// wireFaults break the framing of the answer, or the connection.
func wireFaults() []Fault {
	trips, silence := []string{"resp-framing"}, []string{answerTrip}
	framed := func(header, text string) wrapper { return bytesAndWait(raw(header, text)) }
	const length, chunks = "Content-Length: 50\r\n", "Transfer-Encoding: chunked\r\n"
	const chunk, end = "32\r\n" + accepted + "\r\n", "0\r\n\r\n"
	return []Fault{
		fault("close-before-answer", "closes the connection without an answer", silence, onWire(func(net.Conn) {})),
		fault("close-in-head", "closes the connection within the head of the answer", trips,
			bytesOnly("HTTP/1.1 200 OK\r\nContent-Ty")),
		fault("close-in-body", "closes the connection within the body", trips, bytesOnly(raw(length, accepted[:20]))),
		fault("reset", "resets the connection without an answer", silence, onWire(reset)),
		fault("content-length-short", "announces less than it sends", trips,
			framed("Content-Length: 20\r\n", accepted)),
		fault("content-length-long", "announces more than it sends", trips, framed("Content-Length: 80\r\n", accepted)),
		fault("content-length-long-close", "announces more than it sends, and closes", trips,
			bytesOnly(raw("Content-Length: 80\r\n", accepted))),
		fault("content-length-twice", "announces two different lengths", trips,
			framed(length+"Content-Length: 51\r\n", accepted)),
		fault("no-length", "announces no end and keeps the connection open", trips, framed("", accepted)),
		fault("broken-chunk", "writes a chunk size that is no number", trips,
			framed(chunks, "fifty\r\n"+accepted+"\r\n"+end)),
		fault("no-last-chunk", "never writes the last chunk", trips, framed(chunks, chunk)),
		fault("both-framings", "sends Content-Length and chunks", trips, framed(length+chunks, chunk+end)),
		fault("stray-bytes", "writes a line break after the announced end", trips, framed(length, accepted+"\r\n")),
		fault("two-answers", "answers twice", trips, bytesAndWait(strings.Repeat(raw(length, accepted), 2))),
		fault("refusal-length", "counts the length of a refusal in characters and not in bytes", trips,
			spoiling(func(k *keptAnswer, _ request) bool { return k.status == 403 }, wire(writeAndWait(
				"HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n"+
					"Content-Length: 56\r\n\r\n"+`{"ActionStatus":"FAIL","ErrorInfo":"签名不对","ErrorCode":1}`)))),
		fault("not-http", "speaks another protocol", trips, bytesAndWait("SSH-2.0-OpenSSH_9.6\r\n")),
		blamed("unread-body", "refuses PUT and DELETE with their body unread, and takes it for the next request",
			"neg-method-put", []string{"body was then taken", "rfile.read"}, []string{"behave-resumes"}, leavingBody),
		fault("packet-only", "writes the packet without an HTTP head", trips, bytesOnly(accepted+"\n")),
	}
}

// leavingBody refuses a method before it reads the body, and keeps the connection, as Python's http.server does.
func leavingBody(right http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut && r.Method != http.MethodDelete {
			right.ServeHTTP(w, r)
			return
		}
		conn, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler) // HTTP/2 knows where a body ends
		}
		defer conn.Close()
		if conn.SetDeadline(time.Now().Add(longest)) != nil {
			return
		}
		_, _ = conn.Write([]byte("HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\nContent-Length: 0\r\n\r\n"))
		if next, err := buffered.ReadString('\n'); err == nil { // the body has no end of line, so more has come
			text := "Bad request syntax ('" + strings.TrimSpace(next) + "')"
			_, _ = fmt.Fprintf(conn, "HTTP/1.1 400 %s\r\nConnection: close\r\nContent-Type: text/html\r\n"+
				"Content-Length: %d\r\n\r\n%s", text, len(text), text)
		}
	})
}

// reset makes the system send RST where the connection is TCP: unsent bytes are thrown away.
func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

// endlessFaults never come to an end by themselves; they stop with the client, after half a minute, or after 64 MiB.
func endlessFaults() []Fault {
	trips := []string{"resp-size"}
	filler := strings.Repeat("x", 4<<10)
	return []Fault{
		fault("huge-answer", "answers a packet of 2 MiB", trips, with("ErrorInfo", `"`+strings.Repeat("x", 2<<20)+`"`)),
		fault("endless-body", "never ends the body", trips,
			endless(raw("Transfer-Encoding: chunked\r\n", ""), "1000\r\n"+filler+"\r\n")),
		fault("endless-headers", "never ends the head", trips,
			endless("HTTP/1.1 200 OK\r\n", "X-Filler: "+filler+"\r\n")),
		fault("endless-continue", "sends interim answers and no final one", trips,
			endless("", strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100))),
	}
}

const mostBytes = 64 << 20

// endless repeats a part until the connection takes no more.
func endless(head, part string) wrapper {
	return onWire(func(conn net.Conn) { repeat(conn, head, part) })
}

func repeat(conn net.Conn, head, part string) {
	if _, err := conn.Write([]byte(head)); err != nil {
		return
	}
	block := bytes.Repeat([]byte(part), max(1, (64<<10)/len(part)))
	for sent := 0; sent < mostBytes; sent += len(block) {
		if _, err := conn.Write(block); err != nil {
			return
		}
	}
}
