package request_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A shell gives HTTPie the method, the URL, each field as one word, and the body byte for byte.
func TestHTTPieGetsTheRequest(t *testing.T) {
	for _, shell := range shells(t) {
		for name, body := range bodies() {
			if len(body) > 64<<10 {
				continue
			}
			t.Run(shell[0]+"/"+name, func(t *testing.T) {
				r := addressed(t, "http://127.0.0.1:8080/im?a='b'", body)
				const http = `http() { printf '%s\n' "$@"; printf 'BODY\n'; cat; }` + "\n"
				out, err := exec.Command(shell[0], append(slices.Clone(shell[1:]), "-c", http+printed(t, "httpie", r))...).Output()
				if err != nil {
					t.Fatal(err)
				}
				head, got, _ := strings.Cut(string(out), "BODY\n")
				words := strings.Split(strings.TrimSpace(head), "\n")
				want := []string{"--timeout", "2", "POST", r.URL()}
				if !slices.Equal(words[:4], want) || got != string(body) {
					t.Errorf("got %q and %.200q, want %q and %.200q", words, got, want, body)
				}
				if !slices.Contains(words, "Content-Type:application/json") {
					t.Errorf("got %q, want the header fields", words)
				}
			})
		}
	}
}

// HTTPie itself sends the request line and the body as they are.
func TestHTTPieSendsTheRequest(t *testing.T) {
	if _, err := exec.LookPath("http"); err != nil {
		t.Skipf("HTTPie is not installed here; on Debian it is the package httpie: %v", err)
	}
	for _, name := range []string{"ordinary", "single quotes", "expansions", "percent and newline", "emoji", "NUL"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := bodies()[name]
			l := listen(t, "tcp", "127.0.0.1:0")
			r := addressed(t, "http://"+l.Addr().String()+"/im", body)
			got := received(l, len(body))
			run(t, []string{"sh"}, printed(t, "httpie", r))
			sent := split(<-got)
			if want := "POST " + r.RequestTarget() + " HTTP/1.1"; sent.Line != want || sent.Body != body {
				t.Errorf("got %q and %q, want %q and %q", sent.Line, sent.Body, want, body)
			}
		})
	}
}
