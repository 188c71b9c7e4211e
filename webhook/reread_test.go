package webhook_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook"
)

// What was read from a connection and what is read from its bytes later are the same, and half an answer is none.
func TestAnAnswerIsReadAgainAsItWasRead(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\n"
	for name, answer := range map[string]string{
		"ordinary":        okAnswer,
		"chunks":          ok + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\nX: 1\r\n\r\n",
		"interim":         "HTTP/1.1 103 Early Hints\r\n\r\n" + okAnswer,
		"until the end":   ok + "\r\nuntil the end",
		"stray bytes":     okAnswer + "stray",
		"many of them":    okAnswer + strings.Repeat("x", 9000),
		"no content":      "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}",
		"bare line feeds": "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
		"two lengths":     ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
		"a long body":     ok + "Content-Length: 70000\r\n\r\n" + strings.Repeat("y", 70_000) + "stray",
	} {
		t.Run(name, func(t *testing.T) {
			x := send(t, patient(new(webhook.Client)), request(t, listen(t, answers(answer))))
			if x.Failure != nil {
				t.Fatal(x.Failure)
			}
			again, whole := webhook.Reread(http.MethodPost, []byte(answer))
			if !whole || again.Status != x.Status || again.Interim != x.Interim || !bytes.Equal(again.Body, x.Body) ||
				!slices.Equal(again.Framing, x.Framing) || again.Truncated {
				t.Errorf("got %+v, want %+v", again, x)
			}
			// The connection may have been closed before all of them had come.
			if !bytes.HasPrefix(again.Stray, x.Stray) || len(again.Stray) > 0 != (len(x.Stray) > 0) && name != "a long body" {
				t.Errorf("got %d stray bytes, want %d or more", len(again.Stray), len(x.Stray))
			}
		})
	}
	for _, half := range []string{"", ok, okAnswer[:len(okAnswer)-1], "SSH-2.0\r\n\r\n", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"} {
		if x, whole := webhook.Reread(http.MethodPost, []byte(half)); whole {
			t.Errorf("%q: got %+v, want that it is no whole answer", half, x)
		}
	}
	if x, whole := webhook.Reread(http.MethodHead, []byte(ok+"Content-Length: 2\r\n\r\n")); !whole || len(x.Body) > 0 {
		t.Errorf("an answer to HEAD: got %+v, %v", x, whole)
	}
}
