package schema_test

import (
	"bytes"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/vectors"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/schema"
	"github.com/timhook/timhook/webhook"
)

// unseen are checks that no schema of an answer can hold: they look at more than one packet that is JSON.
func unseen() []string {
	return []string{
		// at the HTTP around the packet
		"resp-framing", "resp-no-redirect", "resp-status-200", "resp-content-encoding", "resp-content-type",
		// at what a text means, or how many bytes it has
		"resp-not-echo", "answer-rewrite-kept", "answer-rewrite-size",
		// at the request
		"answer-echo", "answer-names-known", "answer-items-each",
	}
}

// TestTheSchemasAgreeWithTheJudge holds the answers of the vectors to the schemas of their callbacks.
func TestTheSchemasAgreeWithTheJudge(t *testing.T) {
	set, err := vectors.Make(time.Unix(vectors.Now, 0))
	if err != nil {
		t.Fatal(err)
	}
	callbacks := map[string]string{}
	for _, r := range set.Requests {
		callbacks[r.ID] = r.Callback
	}
	schemas := map[string][2]*jsonschema.Schema{}
	held := 0
	for _, a := range set.Answers {
		if slices.Contains(unseen(), a.Check) {
			continue
		}
		c, err := chat.Lookup(callbacks[a.Request])
		if err != nil {
			t.Fatal(err)
		}
		if _, made := schemas[c.Name]; !made {
			schemas[c.Name] = [2]*jsonschema.Schema{
				compileResponse(t, c, schema.Strict), compileResponse(t, c, schema.Tolerant),
			}
		}
		held++
		ex, ok := webhook.Reread(http.MethodPost, []byte(a.Wire))
		if !ok {
			t.Fatalf("%s is no whole answer", a.ID)
		}
		body := ex.Body
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			if a.Check == "" {
				t.Errorf("%s: %v", a.ID, err)
			}
			continue
		}
		isWrong, breaksMust := a.Check != "", a.Check != "" && a.Level == payloads.Must
		if err := schemas[c.Name][0].Validate(value); (err == nil) == isWrong {
			t.Errorf("%s, strict: the judge finds %q, the schema %v: %s", a.ID, a.Check, err, body)
		}
		if err := schemas[c.Name][1].Validate(value); (err == nil) == breaksMust {
			t.Errorf("%s, tolerant: the judge finds %q at %v, the schema %v: %s", a.ID, a.Check, a.Level, err, body)
		}
	}
	if held < 40 {
		t.Errorf("held %d answers, want 40 or more", held)
	}
	for _, id := range unseen() {
		if _, err := judge.Lookup(id); err != nil {
			t.Error(err)
		}
	}
}

func compileResponse(t *testing.T, c *payloads.Command, s schema.Strictness) *jsonschema.Schema {
	t.Helper()
	var text bytes.Buffer
	if err := schema.WriteResponse(&text, c, s); err != nil {
		t.Fatal(err)
	}
	return compile(t, text.String())
}
