package e2e_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd"
)

// shrinkFile runs the verb on a packet.
func shrinkFile(t *testing.T, packet, url string) (code int, stdout, stderr string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "packet.json")
	if err := os.WriteFile(file, []byte(packet), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, notes bytes.Buffer
	code = cmd.Main([]string{"shrink", file, url + "/im"}, strings.NewReader(""), &out, &notes)
	return code, out.String(), notes.String()
}

const shrinkInput = `{"CallbackCommand":"Group.CallbackAfterOther","Keep":["a","b\u0041","c"],` +
	`"Drop":{"x":[1,2,3],"y":null},"Text":"aaaa😀bbbb"}`

// The backend fails over one part of the packet: the smallest packet has that part, and nothing around it.
func TestShrinkFindsWhatMatters(t *testing.T) {
	for name, c := range map[string]struct{ part, want string }{
		"an emoji":     {"😀", `{"CallbackCommand":"Group.CallbackAfterOther","Text":"😀"}`},
		"an escape":    {`\u0041`, `{"CallbackCommand":"Group.CallbackAfterOther","Keep":"\u0041"}`},
		"a whole list": {`[1,2,3]`, `{"CallbackCommand":"Group.CallbackAfterOther","Drop":[1,2,3]}`},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if packet, _ := io.ReadAll(r.Body); bytes.Contains(packet, []byte(c.part)) {
					w.WriteHeader(http.StatusInternalServerError)
				}
				_, _ = io.WriteString(w, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`)
			}))
			defer server.Close()
			code, stdout, stderr := shrinkFile(t, shrinkInput, server.URL)
			if code != 1 || !strings.Contains(stdout, "\n"+c.want+"\n") {
				t.Errorf("got %d, want 1 and %s\n%s%s", code, c.want, stdout, stderr)
			}
		})
	}
}

// When the backend goes away on the way, the smallest packet so far is printed. The finding decides the exit code: a
// broken requirement outranks what could not be judged.
func TestShrinkTellsThatTheBackendIsGone(t *testing.T) {
	var server *httptest.Server
	count := 0 // one request at a time
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if count++; count == 4 {
			_ = server.Listener.Close()
		}
		w.Header().Set("Connection", "close")
		if packet, _ := io.ReadAll(r.Body); bytes.Contains(packet, []byte("😀")) {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	code, stdout, stderr := shrinkFile(t, shrinkInput, server.URL)
	if code != 1 || !strings.Contains(stdout, "ended early (the backend is gone: ") ||
		!strings.HasSuffix(stderr, "exit 1: a requirement is broken\n") {
		t.Errorf("got %d, want 1 and what was found so far\n%s%s", code, stdout, stderr)
	}
}
