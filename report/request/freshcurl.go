package request

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// FreshCurl is the request as a curl line that a shell signs when it runs, so that it is never stale. A backend's URL
// with a query or a secret in its path is left to $TIMHOOK_URL. The line is empty where curl would send another
// request: where the signature or the bytes on the wire are wrong on purpose, or the body is too long to be kept.
func FreshCurl(r conformance.Result, command string) string {
	x := r.Exchange
	if x == nil || x.Request.Wire != nil || x.Request.Proto != "" || len(x.Request.Body) > safe.KeptBody {
		return ""
	}
	signed := strings.Contains(x.Request.RequestTarget(), "Sign=")
	if signed && (r.Signing != webhook.SignAuto || r.Tamper != "") {
		return ""
	}
	hide := safe.PolicyOf(x.Request)
	address, ok := freshURL(x.Request, "$(timhook sign"+tokenReference(command)+")", hide)
	if !ok {
		return ""
	}
	public := *x.Request
	public.Header = slices.Clone(public.Header)
	for i, h := range public.Header {
		public.Header[i].Value = hide.Field(h.Name, h.Value)
	}
	return curlLine(&public, address)
}

func writePortableCurl(w io.Writer, r *webhook.Request) error {
	_, err := fmt.Fprintln(w, portableCurl(r))
	return err
}

// portableCurl is a curl line that signs itself with date and sha256sum, for machines without timhook. It takes the
// token from $IM_CALLBACK_TOKEN.
func portableCurl(r *webhook.Request) string {
	const sign = `Sign=$(printf '%s%s' "$IM_CALLBACK_TOKEN" "$now" | sha256sum | cut -c1-64)&RequestTime=$now`
	address, ok := freshURL(r, sign, nil)
	if !ok {
		return Curl(r)
	}
	return "now=$(date +%s); " + curlLine(r, address)
}

// freshURL is the URL as a word in double quotes. Where it was signed, the word ends in a text that a shell expands to
// Sign and RequestTime. Without a policy it holds what the request holds.
func freshURL(r *webhook.Request, signed string, hide *secret.Policy) (word string, ok bool) {
	endpoint := *r.Endpoint
	endpoint.RawQuery = ""
	bare := webhook.Request{Endpoint: &endpoint}
	word = insideDoubleQuotes(bare.URL()) + "?"
	if hide != nil && len(secret.Names(nil).InURL(endpoint.Path)) > 0 {
		word = "$TIMHOOK_URL?"
	}
	query := r.Query
	if r.Endpoint.RawQuery != "" {
		own := strings.Count(r.Endpoint.RawQuery, "&") + 1
		all := strings.TrimPrefix(r.RequestTarget(), endpoint.Path+"?")
		if len(query) < own || !strings.HasPrefix(all+"&", r.Endpoint.RawQuery+"&") {
			return "", false
		}
		word, query = "$TIMHOOK_URL&", query[own:]
	}
	var rest []webhook.Param
	sign := false
	for _, p := range query {
		if p.Name == "Sign" || p.Name == "RequestTime" {
			sign = sign || p.Name == "Sign"
			continue
		}
		rest = append(rest, p)
	}
	if !sign {
		rest = query
	}
	public := webhook.Request{Endpoint: &webhook.Endpoint{}, Query: rest}
	text := strings.TrimPrefix(public.RequestTarget(), "?")
	if hide != nil {
		text = hide.Query(text, "")
	}
	word += insideDoubleQuotes(text)
	if sign {
		word += "&" + signed
	}
	return `"` + strings.Replace(word, "?&", "?", 1) + `"`, true
}

// insideDoubleQuotes escapes what a shell would expand.
func insideDoubleQuotes(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(s)
}

// tokenReference is the --token of the run's command line, where it names a place and not the token itself.
func tokenReference(command string) string {
	_, rest, found := strings.Cut(command, " --token ")
	word, _, _ := strings.Cut(rest, " ")
	switch {
	case !found:
		return ""
	case strings.HasPrefix(word, "env:"), strings.HasPrefix(word, "file:"):
		return " --token " + word
	}
	return " --token env:IM_CALLBACK_TOKEN"
}
