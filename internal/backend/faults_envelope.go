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
	status, survives := []string{statusTrip}, []string{survivesTrip}
	return []Fault{
		fault("query-order", "reads the first parameter as SdkAppid", status,
			failing(403, func(c call) bool { return !strings.HasPrefix(c.URL.RawQuery, "SdkAppid=") })),
		fault("query-whitelist", "refuses a parameter that it does not know", status, failing(400, hasUnknownParam)),
		fault("whitelist-platform", "refuses an OptPlatform that it does not know", status,
			failing(400, hasUnknownPlatform)),
		fault("needs-platform", "refuses a callback without OptPlatform", status,
			failing(400, lacksParam("OptPlatform"))),
		fault("needs-clientip", "refuses a callback without ClientIP, which an alarm never has",
			[]string{statusTrip, ignoresTrip}, failing(400, lacksParam("ClientIP"))),
		fault("ipv4-only", "throws over a ClientIP that is no IPv4 address", status, throws(func(c call) bool {
			return net.ParseIP(c.query.Get("ClientIP")).To4() == nil && c.query.Has("ClientIP")
		})),
		fault("needs-contenttype", "refuses a callback whose contenttype is not json", status,
			failing(400, func(c call) bool { return c.query.Get("contenttype") != "json" })),
		fault("content-type-strict", "answers 415 to what is not application/json", status,
			failing(415, func(c call) bool {
				return !strings.HasPrefix(c.Header.Get("Content-Type"), "application/json")
			})),
		fault("needs-user-agent", "refuses a request without User-Agent, as a filter against robots does", status,
			failing(403, func(c call) bool { return c.UserAgent() == "" })),
		fault("no-chunked", "answers 411 to a body in chunks", status,
			failing(411, func(c call) bool { return slices.Contains(c.TransferEncoding, "chunked") })),
		fault("no-expect", "answers 417 to Expect: 100-continue", status,
			failing(417, func(c call) bool { return c.Header.Get("Expect") != "" })),
		fault("command-from-packet", "throws where the packet names no command", survives,
			throws(func(c call) bool { return c.fields != nil && !c.has("CallbackCommand") })),
		fault("command-from-query", "throws where the query names no command", survives,
			throws(lacksParam("CallbackCommand"))),
		fault("rejects-unknown-command", "refuses a command that it does not handle",
			[]string{ignoresTrip},
			failing(400, func(c call) bool { return c.query.Has("CallbackCommand") && !c.isOf() })),
		fault("refuses-trial", "refuses the console's trial request, an empty packet",
			[]string{"behave-answers-trial"},
			failing(400, func(c call) bool { return c.fields != nil && len(c.fields) == 0 })),
		fault("lacks-bot", "has no route for Bot.OnGroupMessage", status,
			failing(404, func(c call) bool { return c.isOf(botMessage) })),
		fault("slow-attributes", "needs 3 seconds for changed attributes", []string{answerTrip},
			slowly(3*time.Second, func(c call) bool { return c.isOf(attributes) })),
		fault("slow-upload-timeout", "gives a body half a second to come", status, impatient(500*time.Millisecond)),
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

// slowly answers some callbacks late, if the client is still there.
func slowly(d time.Duration, some condition) wrapper {
	isGone := func(k *keptAnswer, r request) bool { return k.accepts() && some(callOf(r)) && !wait(r, d) }
	return spoiling(isGone, func(http.ResponseWriter, request) {})
}

// impatient answers 408 to a body that takes its time.
func impatient(most time.Duration) wrapper {
	return func(right http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := time.Now()
			isLate := func(k *keptAnswer, _ request) bool { return k.accepts() && time.Since(start) > most }
			spoiling(isLate, fail(http.StatusRequestTimeout))(right).ServeHTTP(w, r)
		})
	}
}

// routeFaults answer other methods and paths than the configured ones in ways that a sender may trip over.
func routeFaults() []Fault {
	isOther := func(r *http.Request) bool { return r.Method != http.MethodPost }
	return []Fault{
		fault("method-blind", "answers OK to every other method than POST", []string{methodTrip},
			routed(isOther, func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, accepted) })),
		fault("method-404", "answers 404 to every other method than POST", []string{"behave-method-405"},
			routed(isOther, http.NotFound)),
		fault("slash-redirect", "redirects from the path with a slash at its end to the one without",
			[]string{"behave-slash-redirect"},
			routed(endsInSlash, func(w http.ResponseWriter, r *http.Request) {
				to := strings.TrimRight(r.URL.Path, "/") + "?" + r.URL.RawQuery
				http.Redirect(w, r, to, http.StatusTemporaryRedirect)
			})),
		fault("any-path", "accepts callbacks on every path", []string{"behave-path-404"},
			func(right http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					again := r.Clone(r.Context())
					again.URL.Path = "/im"
					right.ServeHTTP(w, again)
				})
			}),
		fault("closes-always", "closes the connection after each answer", []string{"behave-keeps-connection"},
			func(right http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Connection", "close")
					right.ServeHTTP(w, r)
				})
			}),
	}
}

func endsInSlash(r *http.Request) bool {
	return len(r.URL.Path) > 1 && strings.HasSuffix(r.URL.Path, "/")
}

// routed answers some requests before the right backend sees them.
func routed(some func(*http.Request) bool, instead http.HandlerFunc) wrapper {
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
