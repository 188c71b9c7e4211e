package doctor_test

import (
	"context"
	"crypto/tls"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/doctor"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

const (
	token    = "k7Qd2mXz9TnB4vRw"
	sdkAppID = 1400000001
)

// right is a backend that does all that it should.
func right() http.Handler {
	return backend.Reference(backend.Options{Token: token, SDKAppID: sdkAppID})
}

// serve listens on 127.0.0.1 and returns the URL.
func serve(t *testing.T, h http.Handler, config *tls.Config) string {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if s.TLS = config; config != nil {
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s.URL + "/im"
}

// options are those of a run that knows token and application.
func options(t *testing.T, address string) doctor.Options {
	t.Helper()
	u, err := webhook.ParseEndpoint(address)
	if err != nil {
		t.Fatal(err)
	}
	c, err := chat.Lookup("send")
	if err != nil {
		t.Fatal(err)
	}
	client := &webhook.Client{}
	t.Cleanup(client.Close)
	return doctor.Options{
		Client: client, Target: webhook.Target{URL: u, Token: token, SDKAppID: sdkAppID}, SDKAppIDGiven: true,
		Command: c, Params: payloads.Params{Seed: 7, Now: time.Now(), Lang: payloads.Plain},
	}
}

// look is what was found under a name.
func look(t *testing.T, r *doctor.Result, name string) doctor.Look {
	t.Helper()
	for _, l := range r.Looks {
		if l.Name == name {
			return l
		}
	}
	t.Fatalf("there is no look %q in %+v", name, r.Looks)
	return doctor.Look{}
}

// is holds a look to its outcome and to a text in each of its parts.
func is(t *testing.T, l doctor.Look, o judge.Outcome, found, cause, fix string) {
	t.Helper()
	if l.Outcome != o {
		t.Errorf("%s: got %v, want %v: %+v", l.Name, l.Outcome, o, l)
	}
	for _, part := range [][2]string{{l.Found, found}, {l.Cause, cause}, {l.Fix, fix}} {
		if !strings.Contains(part[0], part[1]) || part[1] == "" && o != judge.Fail && part[0] != "" {
			t.Errorf("%s: got %q, want %q in it", l.Name, part[0], part[1])
		}
	}
}

func TestARightBackendHasNothingToCure(t *testing.T) {
	var requests atomic.Int64
	h := right()
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		h.ServeHTTP(w, r)
	}), nil)
	r := doctor.Examine(t.Context(), options(t, address))
	for _, l := range r.Looks {
		if l.Outcome != judge.Pass && l.Name != "tls" || l.Cause != "" || l.Fix != "" {
			t.Errorf("got %+v, want nothing to cure", l)
		}
	}
	if len(r.Looks) != 11 || r.Verdict() != judge.Pass || r.Next.Verb != "test" || r.Next.Cases != nil {
		t.Errorf("got %d looks, %v, next %+v", len(r.Looks), r.Verdict(), r.Next)
	}
	if got := requests.Load(); got != doctor.Requests {
		t.Errorf("got %d callbacks, want %d", got, doctor.Requests)
	}
}

// wrapped changes answers of the right backend.
func wrapped(change func(http.ResponseWriter, *http.Request)) http.Handler {
	h := right()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		change(w, r)
		h.ServeHTTP(w, r)
	})
}

func dated(off time.Duration, more ...string) http.Handler {
	return wrapped(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(off).UTC().Format(http.TimeFormat))
		for _, name := range more {
			w.Header().Set(name, "x")
		}
	})
}

func heading(name, value string) http.Handler {
	return wrapped(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set(name, value) })
}

func plainOK() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "OK") })
}

func TestWhatIsWrongWithAnAnswerHasItsCauseAndItsFix(t *testing.T) {
	answers := func(status int, header, value string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(header, value)
			w.WriteHeader(status)
		})
	}
	taking := func(token string, id uint64) http.Handler {
		return backend.Reference(backend.Options{Token: token, SDKAppID: id})
	}
	for _, tt := range []struct {
		name              string
		h                 http.Handler
		look              string
		o                 judge.Outcome
		found, cause, fix string
		next              string
	}{
		{"a clock that is right", dated(0), "clock", judge.Pass, "agree", "", "", "test"},
		{"a clock a little off", dated(10 * time.Second), "clock", judge.Info, "10s ahead of", "", "NTP", "test"},
		{"a clock near it", dated(-45 * time.Second), "clock", judge.Warn, "45s behind", "most of it", "NTP", "test"},
		{"a clock outside", dated(-2 * time.Minute), "clock", judge.Fail, "2m0s behind", "every", "NTP", "doctor"},
		{"the clock of a proxy", dated(time.Hour, "Via"), "clock", judge.Fail, "(Via)", "minute", "NTP", "doctor"},
		{
			"a slash", http.RedirectHandler("/im/", http.StatusPermanentRedirect), "redirect", judge.Fail,
			"308 leads to http://127.0.0.1", "slash", "console, or let the route take both", "doctor",
		},
		{
			"a login", http.RedirectHandler("/login?next=/im", http.StatusFound), "redirect", judge.Fail,
			"/login, and", "login", "Sign protects it", "doctor",
		},
		{
			"itself", http.RedirectHandler("/im?Sign=again", http.StatusFound), "redirect", judge.Fail,
			"/im, and", "same URL again", "HTTP 200", "doctor",
		},
		{
			"to https", answers(301, "Location", "https://127.0.0.1/im"), "redirect", judge.Fail,
			"https://127.0.0.1/im, and", "http to https", "enter that URL", "doctor",
		},
		{
			"another host", answers(301, "Location", "https://im.example.com/im"), "redirect", judge.Fail,
			"https://im.example.com/im, and", "another host", "take the route out of its check", "doctor",
		},
		{
			"a Location that leads nowhere", answers(301, "Location", "ftp://x/"), "redirect", judge.Fail,
			"301 leads elsewhere", "no Location", "HTTP 200", "doctor",
		},
		{
			"Connection: close", heading("Connection", "close"), "keep-alive",
			judge.Warn, "callback 2", "says Connection: close", "HTTP/1.1", "test",
		},
		{
			"a tunnel without a backend", answers(502, "Via", "1.1 tunnel"), "answer", judge.Fail,
			"502", "a tunnel in front", "start the backend", "send send",
		},
		{
			"a broken answer", plainOK(), "answer", judge.Fail, "resp-json", "", "", "send send",
		},
		{
			"no check of Sign", taking("", sdkAppID), "sign", judge.Fail,
			"a wrong Sign is accepted", "", "", "test",
		},
		{
			"no check of SdkAppid", taking(token, 0), "sdkappid", judge.Fail,
			"a callback of another application is accepted", "", "", "test",
		},
		{
			"another token", taking("another-token-of-16", sdkAppID), "answer", judge.Fail,
			"403", "", "", "send send",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := doctor.Examine(t.Context(), options(t, serve(t, tt.h, nil)))
			is(t, look(t, r, tt.look), tt.o, tt.found, tt.cause, tt.fix)
			if r.Next.Verb != tt.next {
				t.Errorf("got next %+v, want %s", r.Next, tt.next)
			}
			if l := look(t, r, tt.look); tt.o == judge.Fail && (l.Cause == "" && l.Fix == "") {
				t.Errorf("got %+v, want a cause or a fix", l)
			}
		})
	}
}

// TestWhatWasLookedAtIsKeptWhenItIsStopped stops while the backend holds the answer back.
func TestWhatWasLookedAtIsKeptWhenItIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	silent := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		cancel()
		<-r.Context().Done()
	})
	r := doctor.Examine(ctx, options(t, serve(t, silent, nil)))
	if len(r.Looks) != 4 || r.Verdict() != judge.Pass {
		t.Errorf("got %+v, want the four looks before the answer", r.Looks)
	}
}

// TestASignedCallbackIsAdvisedForNoOtherHost follows a redirect in the advice on the same host alone.
func TestASignedCallbackIsAdvisedForNoOtherHost(t *testing.T) {
	for to, want := range map[string]string{
		"/im/": "/im/", "/im": "/im", "https://login.example.com/" + strings.Repeat("x", 3000): "/im",
	} {
		r := doctor.Examine(t.Context(), options(t, serve(t, http.RedirectHandler(to, http.StatusFound), nil)))
		if r.Next.URL.Path != want || !webhook.IsLoopback(strings.Split(r.Next.URL.Addr, ":")[0]) {
			t.Errorf("%.40s: got next %s", to, r.Next.URL.Public())
		}
		if l := look(t, r, "redirect"); len(l.Found) > 250 {
			t.Errorf("got %d bytes, want a URL that is cut", len(l.Found))
		}
	}
}

func TestWithoutTokenAndApplicationTheLooksSaySo(t *testing.T) {
	o := options(t, serve(t, backend.Reference(backend.Options{}), nil))
	o.Target.Token, o.SDKAppIDGiven = "", false
	r := doctor.Examine(t.Context(), o)
	is(t, look(t, r, "sign"), judge.Info, "without Sign is accepted", "", "--token env:NAME")
	is(t, look(t, r, "sdkappid"), judge.Skip, "1400000001 was sent", "", "--sdk-app-id")
}
