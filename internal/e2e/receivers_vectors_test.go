//go:build e2e && unix

package e2e_test

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// vectorIndex is what a verifier reads of index.json (docs/vectors.md).
type vectorIndex struct {
	Token    string
	Requests []struct {
		ID, Head, Body, Level string
		Accept                bool
	}
}

// vectorsToday are the vectors of this minute, in a folder.
func (w *workshop) vectorsToday(t *testing.T) (dir string, index vectorIndex) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "vectors")
	if err := runTool(".", w.timhook, "vectors", dir, "--now", "now"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &index); err != nil || len(index.Requests) < 40 {
		t.Fatalf("got %d requests, want those of the index: %v", len(index.Requests), err)
	}
	return dir, index
}

// playVectors sends each request as it is, and holds the receiver to the index. What may be either way is left out.
func playVectors(t *testing.T, address, dir string, index vectorIndex) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range index.Requests {
		if v.Level == "MAY" {
			continue
		}
		head, err := os.ReadFile(filepath.Join(dir, v.Head))
		if err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(filepath.Join(dir, v.Body))
		if err != nil {
			t.Fatal(err)
		}
		if accepted := accepts(t, u.Host, append(head, body...)); accepted != v.Accept {
			t.Errorf("%s: accepted %v, want %v", v.ID, accepted, v.Accept)
		}
	}
}

// accepts reports whether a request on the wire is answered with 200 and OK.
func accepts(t *testing.T, host string, wire []byte) bool {
	t.Helper()
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := conn.Write(wire); err != nil {
		return false
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	var packet struct{ ActionStatus string }
	err = json.NewDecoder(answer.Body).Decode(&packet)
	return err == nil && answer.StatusCode == http.StatusOK && packet.ActionStatus == "OK"
}
