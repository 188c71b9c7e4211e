package backend

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// onWire makes a handler that writes its own bytes to the connection whenever the right backend would accept.
func onWire(spoil func(net.Conn)) wrapper { return onAcceptance(wire(spoil)) }

// wire answers with bytes of its own. The connection is closed when spoil returns.
func wire(spoil func(net.Conn)) spoiler {
	return func(w http.ResponseWriter, _ request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler) // HTTP/2 has no connection to spoil; dropping the answer is as wrong
		}
		defer conn.Close()
		if conn.SetDeadline(time.Now().Add(longest)) == nil {
			spoil(conn)
		}
	}
}

// bytesOnly writes the bytes and closes.
func bytesOnly(text string) wrapper {
	return onWire(func(conn net.Conn) { _, _ = conn.Write([]byte(text)) })
}

// bytesAndWait writes the bytes and keeps the connection open until the client leaves.
func bytesAndWait(text string) wrapper { return onWire(writeAndWait(text)) }

func writeAndWait(text string) func(net.Conn) {
	return func(conn net.Conn) {
		if _, err := conn.Write([]byte(text)); err == nil {
			_, _ = conn.Read(make([]byte, 1)) // returns when the client closes or at the deadline
		}
	}
}

// raw is an answer under status 200 with the header lines given; nothing is counted or corrected.
func raw(header, text string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%s\r\n%s", header, text)
}
