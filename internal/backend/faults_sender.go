package backend

import (
	"net/http"
	"strings"

	"github.com/timhook/timhook/signer"
)

// senderFaults check the sender with code that looks right.
func senderFaults() []Fault {
	signature, stale := []string{"behave-refuses-signature"}, []string{"behave-refuses-stale"}
	identity := []string{"behave-refuses-identity"}
	mismatch, unsigned, undated := signer.ErrMismatch.Error(), signer.ErrNoSign.Error(), signer.ErrNoRequestTime.Error()
	badTime := signer.ErrRequestTime.Error()
	isSet := func(name string) condition { return func(c call) bool { return c.query.Get(name) != "" } }
	return []Fault{
		blamed("sign-starts-with", "takes a Sign that the right one begins with", "neg-sign-truncated",
			[]string{"beginning of Sign"}, signature, forgivingSign(strings.HasPrefix)),
		blamed("sign-contains", "takes a Sign that begins with the right one", "neg-sign-extended",
			[]string{"beginning of Sign"}, signature,
			forgivingSign(func(right, sent string) bool { return strings.HasPrefix(sent, right) })),
		blamed("sign-falsy", "checks Sign unless it is empty", "neg-sign-empty", []string{"missing or empty Sign"},
			signature,
			forgiving(func(c call) bool { return c.query.Has("Sign") && !isSet("Sign")(c) }, unsigned)),
		blamed("time-unasked", "checks RequestTime where there is one", "neg-requesttime-missing",
			[]string{"without RequestTime"}, signature, forgiving(whatever, undated)),
		blamed("time-nan", "takes a RequestTime that is no number, as NaN > 60 is false", "neg-time-nonnumeric",
			[]string{"NaN"}, stale,
			forgiving(func(c call) bool { return c.query.Get("RequestTime") == "abc" }, badTime)),
		blamed("time-unsigned", "refuses an old RequestTime and takes one that lies ahead, as now - RequestTime < 60",
			"neg-time-future-hour", []string{"both directions"}, stale, forgiving(whatever, signer.ErrFuture.Error())),
		blamed("appid-falsy", "checks SdkAppid where it has a value", "neg-sdkappid-missing",
			[]string{"SdkAppid is not checked"}, identity,
			forgiving(func(c call) bool {
				return c.query.Get("SdkAppid") == "" && c.query.Has("CallbackCommand")
			}, foreign)),
		blamed("sign-any-token", "compares Sign with itself", "neg-sign-other-token", []string{"compared"}, signature,
			forgiving(func(c call) bool { return len(c.query.Get("Sign")) == signer.Size }, mismatch)),
	}
}

// forgivingSign takes a Sign that fits the right one.
func forgivingSign(fits func(right, sent string) bool) wrapper {
	return spoiling(func(k *keptAnswer, r request) bool {
		query := r.URL.Query()
		sent := query.Get("Sign")
		right := signer.SignText(k.token, query.Get("RequestTime"))
		return k.refuses(signer.ErrMismatch.Error()) && sent != "" && fits(right, sent)
	}, accept)
}

// gateFaults stand before the handler: routers, filters, parsers of a framework.
func gateFaults() []Fault {
	status := []string{statusTrip}
	return []Fault{
		blamed("route-raw-url", "compares its route with the URL, query included", "", []string{"query", "pathname"},
			status,
			failing(404, func(c call) bool { return c.URL.RawQuery != "" })),
		blamed("route-with-slash", "has its route with a slash at the end", "", []string{"slash"}, status,
			slashOnly),
		blamed("route-get-only", "has its route for GET alone", "neg-method-get", []string{"GET", "POST"},
			[]string{statusTrip, "behave-refuses-method"}, getOnly),
		blamed("csrf-django", "wants the token of a form", "", []string{"CSRF"}, status,
			respond(403, "text/html", "<h1>Forbidden (403)</h1><p>CSRF verification failed. Request aborted.</p>")),
		blamed("csrf-laravel", "answers 419 to a POST without the token of a form", "", []string{"CSRF"}, status,
			respond(419, "text/html", "<title>Page Expired</title>")),
		blamed("waf-agent", "has a filter that lets browsers alone pass", "", []string{"User-Agent"}, status,
			failing(403, func(c call) bool { return !strings.HasPrefix(c.UserAgent(), "Mozilla/") })),
		blamed("accept-demanded", "answers 406 unless the request accepts JSON by name", "", []string{"Accept"}, status,
			failing(406, func(c call) bool { return !strings.Contains(c.Header.Get("Accept"), "json") })),
		blamed("type-exact", "compares Content-Type with application/json as a whole", "http-content-type-charset",
			[]string{"charset"}, status,
			failing(405, func(c call) bool {
				return c.Header.Get("Content-Type") == "application/json; charset=utf-8"
			})),
		blamed("parser-by-type", "parses a body under application/json alone, and the packet is empty otherwise",
			"http-content-type-absent", []string{"Content-Type"}, status,
			failing(400, func(c call) bool {
				return !strings.HasPrefix(c.Header.Get("Content-Type"), "application/json")
			})),
		blamed("length-alone", "reads as many bytes as Content-Length says, and none without it", "http-chunked",
			[]string{"chunks"}, status, failing(400, func(c call) bool { return c.ContentLength < 0 })),
		blamed("needs-login", "redirects to a login page", "", []string{"login"}, []string{"resp-no-redirect"},
			onAcceptance(func(w http.ResponseWriter, _ request) {
				w.Header().Set("Location", "/login?next=/im")
				w.WriteHeader(http.StatusFound)
			})),
		blamed("param-spelling", "looks for SDKAppID in the query", "", []string{"spelling"}, status,
			failing(403, func(c call) bool { return !c.query.Has("SDKAppID") })),
	}
}

func slashOnly(right http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path, has := strings.CutSuffix(r.URL.Path, "/"); has {
			again := r.Clone(r.Context())
			again.URL.Path = path
			right.ServeHTTP(w, again)
			return
		}
		http.NotFound(w, r)
	})
}

func getOnly(right http.Handler) http.Handler {
	return spoiling(func(k *keptAnswer, _ request) bool { return k.status != http.StatusNotFound },
		func(w http.ResponseWriter, r request) {
			if r.Method == http.MethodGet || r.Method == http.MethodHead {
				accept(w, r)
				return
			}
			w.Header().Set("Allow", "GET, HEAD")
			fail(http.StatusMethodNotAllowed)(w, r)
		})(right)
}
