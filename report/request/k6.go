package request

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

//go:embed k6script.js
var k6Script string

//go:embed k6checks.js
var k6Checks string

//go:embed k6answers.js
var k6Answers string

// K6Variables are the variables of the environment that a script reads when it runs.
func K6Variables() []string {
	var names []string
	for _, use := range strings.Split(k6Script, "__ENV.")[1:] {
		end := strings.IndexFunc(use, func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') })
		names = append(names, use[:end])
	}
	return names
}

// K6 is a script for k6 that sends callbacks at a fixed rate, signs each with the present second and holds every
// answer to the checks of the same names in package judge. The token is not in it: k6 takes it from $TIMHOOK_TOKEN.
type K6 struct {
	Requests []K6Request
	At       webhook.RequestTime // the RequestTime that they are sent with
	Signed   bool                // the script refuses to run without a token
	Rate     float64             // callbacks in each Per, default 50 a second
	Per      time.Duration       // a second, a minute or an hour; default a second
	Duration time.Duration       // default 30 s
	Budgets  []budget.Budget     // they become thresholds
}

// K6Request is one callback of a script.
type K6Request struct {
	Request *webhook.Request // without Sign and RequestTime, which the script adds
	Expect  payloads.Expect  // what the answer is held to
	Signing webhook.Signing
}

// NewK6 makes a script of deliveries. Answers that no MUST is about are held to nothing, since k6 knows no warnings.
func NewK6(deliveries []conformance.Delivery, target webhook.Target) K6 {
	k := K6{At: target.At, Signed: target.Token != ""}
	for _, d := range deliveries {
		unsigned := target
		unsigned.Signing = webhook.SignOff
		expect := d.Expect
		if d.Level != payloads.Must || d.Skip != "" {
			expect = payloads.ExpectInfo
		}
		k.Requests = append(k.Requests,
			K6Request{unsigned.Request(conformance.CallbackOf(d.Packet), time.Time{}), expect, d.Signing})
	}
	isSigned := func(r K6Request) bool { return r.Signing != webhook.SignOff }
	k.Signed = k.Signed && slices.ContainsFunc(k.Requests, isSigned)
	return k
}

// writeK6 writes a script of finished requests. They are signed anew, if they are signed at all.
func writeK6(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	var k K6
	for _, r := range requests {
		bare := *r
		bare.Query = withoutSign(r.Query)
		signing := webhook.SignAuto
		if len(bare.Query) == len(r.Query) {
			signing = webhook.SignOff
		}
		k.Signed = k.Signed || signing == webhook.SignAuto
		k.Requests = append(k.Requests, K6Request{Request: &bare, Signing: signing})
	}
	return k.Write(w)
}

// withoutSign leaves out the last Sign and the last RequestTime, where both are there.
func withoutSign(query []webhook.Param) []webhook.Param {
	bare := slices.Clone(query)
	for _, name := range [...]string{"Sign", "RequestTime"} {
		i := len(bare) - 1
		for i >= 0 && (bare[i].Name != name || bare[i].Raw != "") {
			i--
		}
		if i < 0 {
			return query
		}
		bare = slices.Delete(bare, i, i+1)
	}
	return bare
}

// Write writes the script. It refuses what k6 cannot send: HTTP over a Unix socket, and two header fields of one name.
func (k K6) Write(w io.Writer) error {
	plan, err := k.plan(safe.SecretsOf(w))
	if err != nil {
		return err
	}
	settings, err := literal(plan, "  ")
	if err != nil {
		return err
	}
	const form = "%s\n%s\n%s\nfunction plan() {\n  return %s;\n}\n\nfunction callbacks() {\n  return [\n"
	if _, err := fmt.Fprintf(w, form, k6Script, k6Checks, k6Answers, settings); err != nil {
		return err
	}
	for _, r := range k.Requests {
		line, err := literal(newK6Line(r, safe.SecretsOf(w)), "")
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "    %s,\n", line); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, "  ];\n}\n")
	return err
}

// literal is a value as JSON that is JavaScript as well, in any file and on any screen.
func literal(v any, indent string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(indent, indent)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return strings.ReplaceAll(safe.Inert(strings.TrimSpace(b.String())), "</", `<\/`), nil
}
