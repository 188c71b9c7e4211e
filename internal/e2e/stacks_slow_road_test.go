//go:build e2e && unix

package e2e_test

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// slowRoad is a second address of a backend. Its answers arrive later by the delay, byte for byte as they are.
func slowRoad(t *testing.T, url string, delay time.Duration) string {
	t.Helper()
	host, path, _ := strings.Cut(strings.TrimPrefix(url, "http://"), "/")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go carry(client, host, delay)
		}
	}()
	return "http://" + listener.Addr().String() + "/" + path
}

// carry ends when both sides have closed.
func carry(client net.Conn, host string, delay time.Duration) {
	defer client.Close()
	backend, err := net.Dial("tcp", host)
	if err != nil {
		return
	}
	defer backend.Close()
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(backend, client)
		_ = backend.(*net.TCPConn).CloseWrite()
	})
	both.Go(func() {
		carryLate(client, backend, delay)
		_ = client.(*net.TCPConn).CloseWrite()
	})
	both.Wait()
}

// carryLate holds each piece back by the delay, and not the pieces behind it as well.
func carryLate(to io.Writer, from io.Reader, delay time.Duration) {
	type piece struct {
		bytes []byte
		due   time.Time
	}
	pieces := make(chan piece, 1024)
	var writer sync.WaitGroup
	writer.Go(func() {
		for p := range pieces {
			time.Sleep(time.Until(p.due))
			_, _ = to.Write(p.bytes)
		}
		time.Sleep(delay) // the end is late, too
	})
	for {
		buffer := make([]byte, 32<<10)
		n, err := from.Read(buffer)
		if n > 0 {
			pieces <- piece{buffer[:n], time.Now().Add(delay)}
		}
		if err != nil {
			break
		}
	}
	close(pieces)
	writer.Wait()
}
