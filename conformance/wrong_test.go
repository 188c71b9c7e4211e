package conformance_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// seen is a request as a wrong backend looks at it.
type seen struct {
	*http.Request
	query  url.Values
	body   []byte
	packet jsontree.Value
	took   time.Duration // for the body to come
	err    error         // the body did not come whole
}

func (v *seen) param(name string) string { return v.query.Get(name) }

func (v *seen) field(name string) string { return v.packet.Get(name).Text() }

// verdict is the status that a wrong backend answers, or 0 for what the right one would.
type verdict func(*seen) int

// wronged wraps the right backend.
func wronged(right http.Handler, verdict verdict) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		body, err := io.ReadAll(r.Body)
		v := &seen{Request: r, body: body, took: time.Since(start), err: err}
		v.query, _ = url.ParseQuery(r.URL.RawQuery)
		v.packet, _ = jsontree.ParseLoose(body)
		switch status := verdict(v); {
		case err != nil:
			panic(http.ErrAbortHandler)
		case status == http.StatusOK:
			_, _ = io.WriteString(w, judge.Canonical)
		case status >= 300 && status < 400:
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		case status != 0:
			w.WriteHeader(status)
		default:
			r.Body = io.NopCloser(bytes.NewReader(body))
			right.ServeHTTP(w, r)
		}
	})
}

// when answers a status to what meets a condition.
func when(status int, condition func(*seen) bool) func() verdict {
	return func() verdict {
		return func(v *seen) int {
			if condition(v) {
				return status
			}
			return 0
		}
	}
}

func always(*seen) bool { return true }

// refuses is a backend that is too strict.
func refuses(condition func(*seen) bool) func() verdict { return when(http.StatusForbidden, condition) }

func crashes(condition func(*seen) bool) func() verdict {
	return when(http.StatusInternalServerError, condition)
}

func paramIs(name, value string) func() verdict {
	return refuses(func(v *seen) bool { return v.query.Has(name) && v.param(name) == value })
}

func lacksParam(name string) func() verdict {
	return refuses(func(v *seen) bool { return !v.query.Has(name) })
}

func queryBegins(prefix string) func() verdict {
	return refuses(func(v *seen) bool { return strings.HasPrefix(v.URL.RawQuery, prefix) })
}

func headerIs(name, value string) func() verdict {
	return refuses(func(v *seen) bool { return v.Header.Get(name) == value })
}

func bodyHas(text string) func() verdict {
	return crashes(func(v *seen) bool { return bytes.Contains(v.body, []byte(text)) })
}

// crashesOnRepeats fails over a key that came before.
func crashesOnRepeats(status int, key func(*seen) string) func() verdict {
	return func() verdict {
		known := make(chan map[string]bool, 1)
		known <- map[string]bool{}
		return func(v *seen) int {
			all := <-known
			defer func() { known <- all }()
			k := key(v)
			if k != "" && all[k] {
				return status
			}
			all[k] = true
			return 0
		}
	}
}

// yesMan accepts everything.
func yesMan() verdict { return func(*seen) int { return http.StatusOK } }

// fragile fails over everything that is not quite what it expects.
func fragile() verdict {
	return func(v *seen) int {
		if plainPost(v) && plainPacket(v) {
			return 0
		}
		return http.StatusInternalServerError
	}
}

func plainPost(v *seen) bool {
	size := 0
	for _, values := range v.Header {
		size += len(strings.Join(values, ""))
	}
	_, err := url.ParseQuery(v.URL.RawQuery)
	return v.Method == http.MethodPost && v.URL.Path == "/im" && v.ProtoMinor == 1 && err == nil &&
		v.Header.Get("Content-Encoding") == "" && len(v.URL.RawQuery) < 4<<10 && size < 32<<10 && len(v.body) < 256<<10
}

func plainPacket(v *seen) bool {
	usual := chat.Usual() // it knows no others
	i := slices.IndexFunc(usual, func(c *payloads.Command) bool { return c.Name == v.param("CallbackCommand") })
	if i < 0 {
		return false
	}
	c := usual[i]
	if !json.Valid(v.body) || v.field("CallbackCommand") != c.Name {
		return false
	}
	names := map[string]bool{}
	for _, m := range v.packet.Members() {
		if names[m.Name] || c.Field(m.Name) == nil {
			return false
		}
		names[m.Name] = true
	}
	return !slices.ContainsFunc(c.Validate(v.body), func(p payloads.Problem) bool { return p.Level == payloads.Must })
}

// sortedNames says that a packet's names ascend, which Chat's own layout is said to do.
func sortedNames(v *seen) bool {
	return slices.IsSortedFunc(v.packet.Members(),
		func(a, b jsontree.Member) int { return strings.Compare(a.Name, b.Name) })
}
