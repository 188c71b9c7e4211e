package schema_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/schema"
)

func compile(t *testing.T, text string) *jsonschema.Schema {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("x.json", value); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("x.json")
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return schema
}

func obeys(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return schema.Validate(value)
}

func TestWhatIsSentObeysTheSchemaOfItsRequest(t *testing.T) {
	for _, c := range chat.All() {
		var text bytes.Buffer
		if err := schema.WriteRequest(&text, c, schema.Strict); err != nil {
			t.Fatal(err)
		}
		compiled := compile(t, text.String())
		for i := range c.Variants() {
			v := &c.Variants()[i]
			if len(v.OffSpec) > 0 {
				continue
			}
			packets, err := c.Build(v, payloads.Params{Seed: 1, Now: time.Unix(1762851903, 0)})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range packets {
				if p.Command.Name != c.Name {
					continue
				}
				if err := obeys(t, compiled, string(p.Body)); err != nil {
					t.Errorf("%s: %v", p.Name(), err)
				}
			}
		}
		for _, wrong := range []string{`[]`, `{}`, `{"CallbackCommand":"Group.CallbackAfterTeleport"}`} {
			if obeys(t, compiled, wrong) == nil {
				t.Errorf("%s: the schema admits %s", c.Name, wrong)
			}
		}
	}
}

func TestAnswersObeyTheSchemaOfTheirCallback(t *testing.T) {
	for _, c := range chat.All() {
		var text bytes.Buffer
		if err := schema.WriteResponse(&text, c, schema.Strict); err != nil {
			t.Fatal(err)
		}
		compiled := compile(t, text.String())
		one := []*payloads.Command{c}
		for _, does := range backend.Decisions(c.Answer) {
			decide := func(*payloads.Command, jsontree.Value) backend.Decision { return backend.Decision{Does: does} }
			h := backend.Reference(backend.Options{Decide: decide, MaxEntries: 16, Callbacks: one})
			if answer := answerOf(h, c); obeys(t, compiled, answer) != nil {
				t.Errorf("%s, %s: the schema does not admit %s", c.Name, does, answer)
			}
		}
	}
}

func TestWrongAnswersDoNotObeyTheSchemaOfTheirCallback(t *testing.T) {
	for _, name := range []string{
		"code-120001-on-group", "code-2-on-create", "body-object", "list-of-objects", "items-missing",
		"items-code-string",
	} {
		f, err := backend.LookupFault(name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := chat.Lookup(f.Callback)
		if err != nil {
			t.Fatal(err)
		}
		answer := answerOf(f.Break(backend.Reference(backend.Options{})), c)
		if obeys(t, compileResponse(t, c, schema.Strict), answer) == nil {
			t.Errorf("%s: the schema admits %s", name, answer)
		}
	}
}

// answerOf is the answer to the page's own packet.
func answerOf(h http.Handler, c *payloads.Command) string {
	r := httptest.NewRequest(http.MethodPost, "/im?SdkAppid=1&CallbackCommand="+c.Name, strings.NewReader(c.Sample))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Body.String()
}
