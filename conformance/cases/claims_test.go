package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// claims are what the tampers say of the bodies that they send, by id; empty of those that are about something else.
// A claim returns what is wrong.
func claims() map[string]func(*payloads.Command, [][]byte) string {
	none := func(*payloads.Command, [][]byte) string { return "" }
	return map[string]func(*payloads.Command, [][]byte) string{
		"body-compact-sorted": isJSON, "body-pretty": isJSON, "body-key-order-random": isJSON,
		"body-trailing-newline": isJSON, "body-bom": isNoJSON,
		"body-escaped-unicode": holds(`\u662f\u7684`, `\ud83d\ude00`), "body-raw-utf8": holds("是的", "😀"),
		"body-escaped-slash": holds(`\/a\/b`),

		"neg-command-mismatch": isJSON, "neg-command-query-missing": isJSON, "neg-command-body-missing": isJSON,
		"neg-command-case": isJSON, "neg-command-space": isJSON,
		"neg-command-unknown":   holds(`{"CallbackCommand":"Group.CallbackAfterTeleport"`, `"GroupId":"`, `"Type":"`),
		"neg-command-unhandled": holds(`{"CallbackCommand":"Group.CallbackAfterNewMemberJoin"`, `"GroupId":"`, `"NewMemberList":[`),

		"neg-json-malformed": isNoJSON, "neg-json-truncated": isNoJSON, "neg-json-trailing": isNoJSON,
		"neg-json-comments":   isCommented,
		"neg-json-array-root": isJSON, "neg-json-string-root": isJSON,
		"neg-json-duplicate-keys": hasOneTwice,
		"neg-json-depth-1000":     holds(strings.Repeat("[", 1000) + "]"), "neg-json-depth-100000": none,
		"neg-json-nan": isNoNumber, "neg-json-huge-number": isHuge, "neg-json-big-array": isLong,
		"neg-encoding-utf16": isNoJSON, "neg-encoding-gbk": isGBK,

		"neg-body-empty": none, "neg-body-whitespace": none, "neg-body-empty-object": isJSON, "console-trial": isJSON,
		"neg-body-form": isNoJSON, "neg-body-1mb": isJSON, "neg-body-16mb": none, "neg-body-content-length-lie": none,

		"neg-type-string-for-int": changesKind(jsontree.KindNumber, jsontree.KindString),
		"neg-type-int-for-string": changesKind(jsontree.KindString, jsontree.KindNumber),
		"neg-field-null":          everyField(func(v jsontree.Value) bool { return v.Kind() == jsontree.KindNull }),
		"neg-field-missing":       someField(func(v jsontree.Value) bool { return v.IsAbsent() }),
		"neg-field-case":          isLower, "neg-field-wrong-container": isOtherContainer,
	}
}

func isJSON(_ *payloads.Command, bodies [][]byte) string {
	for _, body := range bodies {
		if !json.Valid(body) {
			return "is no JSON: " + string(body)
		}
	}
	return ""
}

func isNoJSON(_ *payloads.Command, bodies [][]byte) string {
	for _, body := range bodies {
		if json.Valid(body) {
			return "is JSON: " + string(body)
		}
	}
	return ""
}

func holds(parts ...string) func(*payloads.Command, [][]byte) string {
	return func(c *payloads.Command, bodies [][]byte) string {
		for _, part := range parts {
			if !bytes.Contains(bodies[0], []byte(part)) {
				return "lacks " + part + ": " + string(bodies[0])
			}
		}
		return isJSON(c, bodies)
	}
}

// isCommented holds for what is the page's sample but for its comments.
func isCommented(c *payloads.Command, bodies [][]byte) string {
	if problem := isNoJSON(c, bodies); problem != "" {
		return problem
	}
	plain, err := jsontree.Parse(bytes.ReplaceAll(bodies[0], []byte(" // as documented"), nil))
	if err != nil || plain.JSON() != c.Sample {
		return "is not the sample with comments: " + string(bodies[0])
	}
	return ""
}

func hasOneTwice(c *payloads.Command, bodies [][]byte) string {
	v, err := jsontree.ParseLoose(bodies[0])
	if err != nil || !json.Valid(bodies[0]) {
		return "is no JSON: " + string(bodies[0])
	}
	seen := map[string][]string{}
	for _, path := range append(v.Paths(), nil) {
		for _, m := range v.At(path).Members() {
			if v.At(path).Kind() == jsontree.KindObject {
				name := path.Pointer() + "/" + m.Name
				seen[name] = append(seen[name], m.Value.JSON())
			}
		}
	}
	declared := declaredPointers(c)
	for name, values := range seen {
		if len(values) == 2 && values[0] != values[1] && slices.Contains(declared, name) {
			return ""
		}
	}
	return "has nothing twice with two values: " + string(bodies[0])
}

// declaredPointers are those of the fields, in lists in the first entry.
func declaredPointers(c *payloads.Command) []string {
	var list []string
	c.Walk(func(at string, _ *payloads.Field) {
		list = append(list, "/"+strings.ReplaceAll(strings.ReplaceAll(at, "*", "0"), ".", "/"))
	})
	return list
}

// kindsOf are the declared fields of the kind, as the body has them.
func declaredOf(c *payloads.Command, body []byte, kinds ...jsontree.Kind) []jsontree.Value {
	v, _ := jsontree.ParseLoose(body)
	var list []jsontree.Value
	c.Walk(func(path string, f *payloads.Field) {
		if slices.Contains(kinds, f.Type.Kind) && f.Type.Const == "" {
			if x := at(v, strings.ReplaceAll(path, "*", "0")); !x.IsAbsent() {
				list = append(list, x)
			}
		}
	})
	return list
}

func isNoNumber(c *payloads.Command, bodies [][]byte) string {
	for i, name := range []string{"NaN", "Infinity"} {
		zero := bytes.Replace(bodies[i], []byte(":"+name), []byte(":0"), 1)
		isZero := func(v jsontree.Value) bool { return v.JSON() == "0" }
		if json.Valid(bodies[i]) || !json.Valid(zero) || !slices.ContainsFunc(declaredOf(c, zero, jsontree.KindNumber), isZero) {
			return "has no " + name + " for a number: " + string(bodies[i])
		}
	}
	return ""
}

func isHuge(c *payloads.Command, bodies [][]byte) string {
	for i, number := range []string{strings.Repeat("9", 400), "1e400"} {
		is := func(v jsontree.Value) bool { return v.JSON() == number }
		if !json.Valid(bodies[i]) || !slices.ContainsFunc(declaredOf(c, bodies[i], jsontree.KindNumber), is) {
			return "has no number that is too large: " + string(bodies[i])
		}
	}
	return ""
}

func isLong(c *payloads.Command, bodies [][]byte) string {
	for _, list := range declaredOf(c, bodies[0], jsontree.KindArray) {
		if list.Len() == entries && json.Valid(bodies[0]) && list.Item(1).JSON() != list.Item(2).JSON() {
			return ""
		}
	}
	return "has no list of 100,000 entries"
}

func isGBK(_ *payloads.Command, bodies [][]byte) string {
	utf := bytes.ReplaceAll(bodies[0], []byte("\xc4\xe3\xba\xc3"), []byte("你好"))
	if utf8.Valid(bodies[0]) || !utf8.Valid(utf) || !json.Valid(utf) {
		return "holds no GBK: " + string(bodies[0])
	}
	return ""
}

func changesKind(from, to jsontree.Kind) func(*payloads.Command, [][]byte) string {
	return func(c *payloads.Command, bodies [][]byte) string {
		is := func(v jsontree.Value) bool { return v.Kind() == to && v.Text() != "" }
		if !json.Valid(bodies[0]) || !slices.ContainsFunc(declaredOf(c, bodies[0], from), is) {
			return "has no declared " + from.String() + " as " + to.String() + ": " + string(bodies[0])
		}
		return ""
	}
}

func everyField(is func(jsontree.Value) bool) func(*payloads.Command, [][]byte) string {
	return func(c *payloads.Command, bodies [][]byte) string {
		for i, f := range c.Request {
			if v, err := jsontree.Parse(bodies[i]); err != nil || !is(v.Get(f.Name)) {
				return f.Name + " is as before: " + string(bodies[i])
			}
		}
		return ""
	}
}

func someField(is func(jsontree.Value) bool) func(*payloads.Command, [][]byte) string {
	return func(c *payloads.Command, bodies [][]byte) string {
		for _, body := range bodies {
			v, err := jsontree.Parse(body)
			changed := slices.ContainsFunc(c.Request, func(f payloads.Field) bool {
				return f.Presence == payloads.Always && is(v.Get(f.Name))
			})
			if err != nil || !changed && v.Len() >= len(c.Request) {
				return "lacks nothing: " + string(body)
			}
		}
		return ""
	}
}

func isLower(c *payloads.Command, bodies [][]byte) string {
	v, err := jsontree.Parse(bodies[0])
	if err != nil {
		return err.Error()
	}
	for _, f := range c.Request {
		if v.Get(f.Name).IsAbsent() && !v.Get(strings.ToLower(f.Name)).IsAbsent() {
			return ""
		}
	}
	return "has every name as it was: " + string(bodies[0])
}

func isOtherContainer(c *payloads.Command, bodies [][]byte) string {
	for _, body := range bodies {
		if problems := c.Validate(body); len(problems) == 0 || !json.Valid(body) {
			return "is as before: " + string(body)
		}
	}
	return ""
}

// A tamper that changes nothing, or that breaks what it says it keeps, would blame right backends.
func TestBodyTampersSendWhatTheyClaim(t *testing.T) {
	known := claims()
	for _, c := range append(payloads.All(), oddities(t)...) {
		t.Run(c.Short, func(t *testing.T) {
			for _, one := range Suite(c) {
				claim, isBody := known[one.ID]
				if !isBody || one.Tags&conformance.TagStress != 0 {
					continue
				}
				bodies := sentBy(t, one)
				if !one.Expect.Accepts() {
					bodies = bodies[:max(0, len(bodies)-1)] // the last is the valid one afterwards
				}
				if len(bodies) == 0 {
					t.Errorf("%s: nothing was sent", one.ID)
				} else if problem := claim(c, bodies); problem != "" {
					t.Errorf("%s: %.600s", one.ID, problem)
				}
			}
		})
	}
}

func TestEveryTamperOfABodyHasAClaim(t *testing.T) {
	known := claims()
	for _, tamper := range slices.Concat(bodyTampers(), layoutTampers()) {
		if known[tamper.ID] == nil && !tamper.Endpoint {
			t.Errorf("%s: nothing holds its bodies to what it says", tamper.ID)
		}
	}
}

// sentBy plays a case alone and returns the bodies of its requests.
func sentBy(t *testing.T, c *conformance.Case) [][]byte {
	t.Helper()
	var heard recorder
	synctest.Test(t, func(t *testing.T) {
		listener := pipes.Listen()
		server := &http.Server{Handler: &heard}
		go func() { _ = server.Serve(listener) }()
		defer func() {
			_ = server.Close()
			time.Sleep(time.Minute)
		}()
		client := &webhook.Client{Dial: listener.Dial}
		defer client.Close()
		endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithCancel(t.Context())
		defer end()
		alone := *c
		alone.Run = func(ctx context.Context, run *conformance.CaseRun) {
			heard.begin()
			c.Run(ctx, run)
		}
		conformance.RunSuite(ctx, []*conformance.Case{&alone}, conformance.Options{
			Client: client, Target: webhook.Target{URL: endpoint, SDKAppID: 1400000001, Token: "k7Qd2mXz9TnB4vRw"},
			Now: time.Unix(1762851903, 0), Seed: 3, NoShrink: true,
			Finished: func(conformance.SuiteResult) { end() }, // findings are not tried again: the answers mean nothing
		})
	})
	return heard.bodies
}

// recorder answers everything as if all were well, and keeps the bodies from begin on.
type recorder struct {
	mu     sync.Mutex
	begun  bool
	bodies [][]byte
}

func (r *recorder) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = true
}

// ServeHTTP implements [http.Handler].
func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	if r.begun {
		r.bodies = append(r.bodies, body)
	}
	r.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, judge.Canonical)
}
