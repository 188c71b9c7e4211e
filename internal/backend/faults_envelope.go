package backend

import (
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

// envelopeFaults ask more of the query and the head than Chat promises.
func envelopeFaults() []Fault {
	status := []string{statusTrip}
	return []Fault{
		{"query-order", "takes the first parameter for SdkAppid", status, failing(403, func(c call) bool { return !strings.HasPrefix(c.URL.RawQuery, "SdkAppid=") })},
		{"query-whitelist", "refuses a parameter that it does not know", status, failing(400, hasUnknownParam)},
		{"whitelist-platform", "refuses an OptPlatform that it does not know", status, failing(400, hasUnknownPlatform)},
		{"needs-platform", "refuses a callback without OptPlatform", status, failing(400, func(c call) bool { return !c.query.Has("OptPlatform") })},
		{"needs-clientip", "refuses a callback without ClientIP", status, failing(400, func(c call) bool { return !c.query.Has("ClientIP") })},
		{"ipv4-only", "throws over a ClientIP that is no IPv4 address", status, throws(func(c call) bool { return net.ParseIP(c.query.Get("ClientIP")).To4() == nil && c.query.Has("ClientIP") })},
		{"needs-contenttype", "refuses a callback whose contenttype is not json", status, failing(400, func(c call) bool { return c.query.Get("contenttype") != "json" })},
		{"content-type-strict", "answers 415 to what is not application/json", status, failing(415, func(c call) bool { return !strings.HasPrefix(c.Header.Get("Content-Type"), "application/json") })},
		{"needs-user-agent", "takes a request without User-Agent for a robot", status, failing(403, func(c call) bool { return c.UserAgent() == "" })},
		{"no-chunked", "answers 411 to a body in chunks", status, failing(http.StatusLengthRequired, func(c call) bool { return slices.Contains(c.TransferEncoding, "chunked") })},
		{"no-expect", "answers 417 to Expect: 100-continue", status, failing(http.StatusExpectationFailed, func(c call) bool { return c.Header.Get("Expect") != "" })},
		{"command-from-packet", "throws where the packet names no command", []string{survivesTrip}, throws(func(c call) bool { return c.lacks("CallbackCommand") })},
		{"command-from-query", "throws where the query names no command", []string{survivesTrip}, throws(func(c call) bool { return !c.query.Has("CallbackCommand") })},
		{"rejects-unknown-command", "refuses a command that it does not handle", []string{"behave-ignores-unhandled"}, failing(400, func(c call) bool { return c.query.Has("CallbackCommand") && !c.isEvent() })},
		{"lacks-bot", "has no route for Bot.OnGroupMessage", status, failing(404, func(c call) bool { return c.is(botMessage) })},
		{"slow-attributes", "needs 3 seconds for changed attributes", []string{"resp-under-2s"}, slowly(3*time.Second, func(c call) bool { return c.is(attributes) })},
		{"slow-upload-timeout", "gives a body half a second to come", status, impatient(500 * time.Millisecond)},
	}
}

func hasUnknownParam(c call) bool {
	known := []string{"SdkAppid", "CallbackCommand", "contenttype", "ClientIP", "OptPlatform", "Sign", "RequestTime"}
	for name := range c.query {
		if !slices.Contains(known, name) {
			return true
		}
	}
	return false
}

func hasUnknownPlatform(c call) bool {
	known := []string{"RESTAPI", "Web", "Android", "iOS", "Windows", "Mac", "iPad", "Unknown", ""}
	return !slices.Contains(known, c.query.Get("OptPlatform"))
}

// slowly answers what meets the condition late.
func slowly(d time.Duration, condition func(call) bool) func(http.Handler) http.Handler {
	return judged(func(h *held, w http.ResponseWriter, r request) {
		if h.accepts() && condition(callOf(r)) && !wait(r, d) {
			return
		}
		h.send(w)
	})
}

// impatient answers 408 to a body that takes its time.
func impatient(most time.Duration) func(http.Handler) http.Handler {
	return func(right http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := time.Now()
			judged(func(h *held, w http.ResponseWriter, r request) {
				if h.accepts() && time.Since(start) > most {
					fail(w, http.StatusRequestTimeout)
					return
				}
				h.send(w)
			})(right).ServeHTTP(w, r)
		})
	}
}

// routeFaults answer other methods and paths than the configured ones in ways that somebody may trip over.
func routeFaults() []Fault {
	return []Fault{
		{"method-blind", "answers OK to whatever is no POST", []string{"behave-refuses"}, routed(func(r *http.Request) bool { return r.Method != http.MethodPost }, func(w http.ResponseWriter, _ *http.Request) {
			answer(w, Event{Status: http.StatusOK})
		})},
		{"method-404", "answers 404 to whatever is no POST", []string{"behave-method-405"}, routed(func(r *http.Request) bool { return r.Method != http.MethodPost }, http.NotFound)},
		{"slash-redirect", "redirects from the path with a slash at its end to the one without", []string{"behave-slash-redirect"}, routed(endsInSlash, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, strings.TrimRight(r.URL.Path, "/")+"?"+r.URL.RawQuery, http.StatusTemporaryRedirect)
		})},
		{"any-path", "takes callbacks on every path", []string{"behave-path-404"}, func(right http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				again := r.Clone(r.Context())
				again.URL.Path = "/im"
				right.ServeHTTP(w, again)
			})
		}},
		{"closes-always", "closes the connection after each answer", []string{"behave-keeps-connection"}, func(right http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Connection", "close")
				right.ServeHTTP(w, r)
			})
		}},
	}
}

func endsInSlash(r *http.Request) bool {
	return len(r.URL.Path) > 1 && strings.HasSuffix(r.URL.Path, "/")
}

// routed answers some requests before the right backend sees them.
func routed(some func(*http.Request) bool, instead http.HandlerFunc) func(http.Handler) http.Handler {
	return func(right http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if some(r) {
				instead(w, r)
				return
			}
			right.ServeHTTP(w, r)
		})
	}
}
