package webhooktest_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/webhooktest"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/webhook"
)

const (
	appID = 1400187352
	token = "k7Qd2mXz9TnB4vRw"
)

// few are cases that take no time.
func few(o webhooktest.Options) webhooktest.Options {
	o.SDKAppID, o.Token, o.Callbacks = appID, token, []string{"send"}
	if o.Run == nil {
		o.Run = []string{"send/baseline-*", "eventtime-*", "random-*", "neg-sign-wrong", "delivery-duplicate-now"}
	}
	return o
}

func reference(store *backend.Store) http.Handler {
	return backend.Reference(backend.Options{SDKAppID: appID, Token: token, Store: store})
}

// broken is a backend with a fault, and what it stores.
func broken(t *testing.T, name string) (http.Handler, *backend.Store) {
	t.Helper()
	fault, err := backend.LookupFault(name)
	if err != nil {
		t.Fatal(err)
	}
	store := backend.NewStore()
	if fault.Store != nil {
		fault.Store(store)
	}
	return fault.Break(reference(store)), store
}

func TestARightHandlerPasses(t *testing.T) {
	store := backend.NewStore()
	store.After = 5 * time.Millisecond
	webhooktest.Run(t, reference(store), few(webhooktest.Options{Effect: store.Stored, Strict: true}))
}

func TestAWrongBackendFailsWithTheNamedCheck(t *testing.T) {
	for _, tt := range []struct{ fault, check string }{
		{"accepts-everything", "behave-refuses-signature"},
		{"plain-ok", "resp-json"},
		{"stores-twice", "effect-once"},
		{"stores-numbers-only", "effect-same-as-ordinary"},
		{"stores-int32", "effect-value"},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			h, store := broken(t, tt.fault)
			o := few(webhooktest.Options{})
			if strings.HasPrefix(tt.fault, "stores") {
				o.Effect = store.Stored
			}
			err := webhooktest.Check(t.Context(), h, o)
			failed, ok := errors.AsType[*webhooktest.Failure](err)
			if !ok || !slices.Equal(failed.Checks, []string{tt.check}) {
				t.Fatalf("got %v, want a failure of %s", err, tt.check)
			}
			for _, word := range []string{"Requirement", "Fix", "Impact", "FAIL  " + tt.check + "  MUST"} {
				if !strings.Contains(failed.Text, word) {
					t.Errorf("the text has no %q:\n%s", word, failed.Text)
				}
			}
			if strings.Contains(failed.Text, token) {
				t.Error("the text holds the token")
			}
		})
	}
}

func TestOptionsDecideWhatFails(t *testing.T) {
	shouldFail, _ := broken(t, "refuses-with-text")
	const check = "behave-refusal-form"
	known := []string{"send/neg-sign-wrong:behave-refusal-form until=2999-01-01 # ticket 7", "send/baseline-unsigned"}
	for _, tt := range []struct {
		name string
		h    http.Handler
		o    webhooktest.Options
		want string // in the error; empty: none
	}{
		{"a broken SHOULD", shouldFail, webhooktest.Options{}, ""},
		{"strictly", shouldFail, webhooktest.Options{Strict: true}, check},
		{"a known failure", shouldFail, webhooktest.Options{Strict: true, KnownFailing: known}, ""},
		{"a known failure that passes", reference(nil), webhooktest.Options{KnownFailing: known}, "FIXED"},
		{"a known failure that has expired", shouldFail, webhooktest.Options{
			KnownFailing: []string{"send/neg-sign-wrong until=2020-01-01"},
		}, "has expired"},
		{"left out", shouldFail, webhooktest.Options{
			Strict: true, Skip: []string{"neg-*", "baseline-unsigned"},
		}, ""},
		{"a lower level", shouldFail, webhooktest.Options{Strict: true, Level: "must"}, check},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := webhooktest.Check(t.Context(), tt.h, few(tt.o))
			if tt.want == "" && err != nil || tt.want != "" && !strings.Contains(errorText(err), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// Nothing that a backend answers or stores acts on a terminal or a log, and the token shows nowhere.
func TestWhatABackendSaysIsHarmless(t *testing.T) {
	const hostile = "\x1b]0;x\a\u202e::error::pwned\n##[error]x \xff " + token
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Echo", "::error::")
		_, _ = w.Write([]byte(`{"ActionStatus":"OK","ErrorInfo":"` + hostile + `","ErrorCode":0}`))
	})
	accepts := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`))
	})
	var asked atomic.Int32
	stores := webhooktest.Options{Effect: func(c webhook.Callback) (any, error) {
		if asked.Add(1) > 8 {
			return hostile, nil
		}
		return string(c.Body), nil
	}}
	for name, err := range map[string]error{
		"the answer":     webhooktest.Check(t.Context(), h, few(webhooktest.Options{})),
		"what is stored": webhooktest.Check(t.Context(), accepts, few(stores)),
		"the error of Effect": webhooktest.Check(t.Context(), accepts, few(webhooktest.Options{
			Effect: func(webhook.Callback) (any, error) { return nil, errors.New(hostile) },
		})),
	} {
		text := errorText(err)
		isBad := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }
		if text == "" || strings.ContainsFunc(text, isBad) || strings.Contains(text, token) ||
			strings.Contains(text, "##[") || strings.Contains(text, "\n::") {
			t.Errorf("%s: got %q", name, text)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestTheRightDecisionIsTheOwners(t *testing.T) {
	o := webhooktest.Options{
		SDKAppID: appID, Token: token, Callbacks: []string{"before-send"}, Run: []string{"before-send/baseline-*"},
		Decisions: []string{"before-send/baseline-minimal=refuse"},
	}
	err := webhooktest.Check(t.Context(), reference(nil), o)
	failed, ok := errors.AsType[*webhooktest.Failure](err)
	if !ok || !slices.Equal(failed.Checks, []string{"answer-expected"}) {
		t.Errorf("got %v, want a failure of answer-expected", err)
	}
}

func TestABackendAtAURL(t *testing.T) {
	server := httptest.NewServer(reference(nil))
	defer server.Close()
	if err := webhooktest.Check(t.Context(), nil, few(webhooktest.Options{URL: server.URL + "/im"})); err != nil {
		t.Error(err)
	}
	server.Close()
	err := webhooktest.Check(t.Context(), nil, few(webhooktest.Options{URL: server.URL + "/im"}))
	if err == nil || !strings.Contains(err.Error(), "could not be judged") {
		t.Errorf("nothing listens: got %v, want that nothing could be judged", err)
	}
}

func TestThePathIsAsked(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/hooks/chat", reference(nil))
	if err := webhooktest.Check(t.Context(), mux, few(webhooktest.Options{Path: "/hooks/chat"})); err != nil {
		t.Error(err)
	}
	if webhooktest.Check(t.Context(), mux, few(webhooktest.Options{})) == nil {
		t.Error("another path: got no error")
	}
}

func TestOptionsThatCannotBeRead(t *testing.T) {
	for _, tt := range []struct {
		name string
		h    http.Handler
		o    webhooktest.Options
		want string
	}{
		{"no backend", nil, webhooktest.Options{}, "webhooktest: want a handler or Options.URL, and not both"},
		{
			"two backends", reference(nil),
			webhooktest.Options{URL: "http://127.0.0.1:1/im"},
			"webhooktest: want a handler or Options.URL, and not both",
		},
		{
			"a path beside a URL", nil,
			webhooktest.Options{URL: "http://127.0.0.1:1/im", Path: "/im"},
			"webhooktest: Options.Path: the URL has the path already",
		},
		{"a URL that is none", nil, webhooktest.Options{URL: "::"}, "webhooktest: Options.URL: "},
		{
			"a callback", reference(nil),
			webhooktest.Options{Callbacks: []string{"sned"}},
			`webhooktest: Options.Callbacks: unknown callback "sned"; did you mean send`,
		},
		{
			"a pattern", reference(nil),
			webhooktest.Options{Run: []string{"send/nothing"}},
			`webhooktest: Options.Run or Skip: no case matches "send/nothing"`,
		},
		{
			"a level", reference(nil),
			webhooktest.Options{Level: "strict"},
			`webhooktest: Options.Level: got "strict", want "must", "should" or "may"`,
		},
		{
			"a known failure", reference(nil),
			webhooktest.Options{KnownFailing: []string{"send/text:resp-nothing"}},
			`webhooktest: Options.KnownFailing:1: unknown check "resp-nothing"`,
		},
		{
			"a decision without a case", reference(nil),
			webhooktest.Options{Decisions: []string{"before-send/*=refuse"}},
			"webhooktest: Options.Decisions: before-send/*=refuse covers no case",
		},
		{
			"a decision", reference(nil),
			webhooktest.Options{Decisions: []string{"before-send/*=perhaps"}},
			`webhooktest: Options.Decisions: unknown decision "perhaps"`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := webhooktest.Check(t.Context(), tt.h, tt.o)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestARunThatEndsEarlyIsAnError(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("no time left"))
	err := webhooktest.Check(ctx, reference(nil), few(webhooktest.Options{}))
	if diff := cmp.Diff("webhooktest: no time left", err.Error()); diff != "" {
		t.Error(diff)
	}
}
