//go:build unix

package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/backend"
)

// oddTexts are what a shell would alter, were it not quoted.
func oddTexts() []string {
	return []string{
		`plain`, `two  words`, `it's`, `"quoted"`, "$HOME `id` $(id)", `back\slash\n`, `*?[a]{b,c}~!#&;|<>`,
		`-leading`, `@TGS#at`, `100%`, `中文 🚕`, `=`, ``, `a=b:c`,
	}
}

func TestTheLineThatRepeatsAFindingRepeatsItInARealShell(t *testing.T) {
	requests := make(chan string, 8) // more than are sent
	fault, err := backend.LookupFault("code-string")
	if err != nil {
		t.Fatal(err)
	}
	broken := fault.Break(backend.Reference(backend.Options{}))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests <- r.Header.Get("X-Note") + "\n" + r.URL.Query().Get("note") + "\n" + string(body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		broken.ServeHTTP(w, r)
	}))
	defer server.Close()
	for _, text := range oddTexts() {
		t.Run(fmt.Sprintf("%q", text), func(t *testing.T) {
			header := strings.Map(func(r rune) rune { return min(r, '~') }, text)
			first := start(t, "send", "send/eventtime-string", server.URL+"/im", "--set", "From_Account="+text,
				"--text", text, "-H", "X-Note: "+header, "--query", "note="+text, "--event-time", "int",
				"--no-keepalive", "--format", "json")
			if code := first.code(t); code != 1 {
				t.Fatalf("got exit code %d, want 1\n%s", code, &first.stderr)
			}
			again := againOf(t, first.stdout.Bytes())
			out, err := exec.Command("sh", "-c", again).CombinedOutput()
			code, err := exitCode(err)
			found := bytes.Contains(out, []byte("resp-errorcode-integer")) || bytes.Contains(out, []byte("── FAIL"))
			if code != 1 || !found {
				t.Errorf("got exit code %d (%v) from %s\n%s", code, err, again, out)
			}
			if n := len(requests); n != 2 {
				t.Fatalf("the backend saw %d requests, want 2; again: %s", n, again)
			}
			if diff := cmp.Diff(<-requests, <-requests); diff != "" {
				t.Errorf("%s sent another request (-first +again):\n%s", again, diff)
			}
		})
	}
}

func againOf(t *testing.T, report []byte) string {
	t.Helper()
	var parsed struct {
		Findings []struct{ Reproduce string }
	}
	if err := json.Unmarshal(report, &parsed); err != nil || len(parsed.Findings) != 1 {
		t.Fatalf("got %d findings (%v), want 1", len(parsed.Findings), err)
	}
	return parsed.Findings[0].Reproduce
}

// People run the printed line, too: nothing in it may be broken or left out.
func TestTheLineThatRepeatsAFindingIsPrintedWhole(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	long := strings.Repeat("quite  long; ", 20)
	p := start(t, "send", "send", server.URL, "--text", long)
	if code := p.code(t); code != 1 {
		t.Fatalf("got exit code %d, want 1\n%s%s", code, &p.stdout, &p.stderr)
	}
	_, again, found := strings.Cut(p.stdout.String(), "\n Reproduce ")
	again, _, _ = strings.Cut(again, "\n")
	if !found || !strings.Contains(again, "--text '"+long+"'") || !strings.Contains(again, " --now ") {
		t.Errorf("got %q, want the whole line", again)
	}
}
