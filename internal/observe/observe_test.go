package observe_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/observe"
	"github.com/timhook/timhook/webhook"
)

var packet = webhook.Callback{Command: "State.StateChange", Body: []byte(`{"CallbackCommand":"State.StateChange"}`)}

func TestACommandIsAsked(t *testing.T) {
	for _, c := range []struct{ name, command, want, fails string }{
		{"the packet is its input", "cat", string(packet.Body), ""},
		{"the callback is in its environment", "printenv TIMHOOK_CALLBACK", "", `gave no JSON: State.StateChange`},
		{"nothing is nothing", "true", "", ""},
		{"it fails", "cat /nowhere/at/all", "", "failed: exit status 1: cat: /nowhere/at/all"},
		{"it prints no JSON", "echo hello", "", "gave no JSON: hello"},
		{"it prints too much", "head -c 5000000 /dev/zero", "", "more than 4 MiB"},
	} {
		t.Run(c.name, func(t *testing.T) { hold(t, c.command, c.want, c.fails) })
	}
}

func TestAURLIsAsked(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch r.URL.Path {
		case "/rows":
			_, _ = io.WriteString(w, `["`+r.Header.Get("Timhook-Callback")+`",`+string(body)+"]")
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		case "/broken":
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, "no\n such   table")
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	for _, c := range []struct{ path, want, fails string }{
		{"/rows", `["State.StateChange",` + string(packet.Body) + "]", ""},
		{"/none", "", ""},
		{"/nowhere", "", ""},
		{"/broken", "", "answered 500 Internal Server Error: no such table"},
	} {
		t.Run(c.path, func(t *testing.T) { hold(t, server.URL+c.path, c.want, c.fails) })
	}
	server.Close()
	t.Run("gone", func(t *testing.T) { hold(t, server.URL, "", "does not answer") })
}

func hold(t *testing.T, target, want, fails string) {
	t.Helper()
	ask, err := observe.New(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ask(packet)
	switch {
	case fails != "":
		if err == nil || !strings.Contains(err.Error(), fails) {
			t.Errorf("got %v, want an error with %q", err, fails)
		}
	case err != nil:
		t.Error(err)
	case want == "":
		if got != nil {
			t.Errorf("got %s, want nothing", got)
		}
	default:
		if raw, _ := got.(json.RawMessage); string(raw) != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	for target, want := range map[string]string{
		"": "want a command or a URL", "  ": "want a command or a URL", "http://": "no URL",
		"no-such-command-here x": "there is no command",
	} {
		if _, err := observe.New(t.Context(), target); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", target, err, want)
		}
	}
}
