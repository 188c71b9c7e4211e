package schema_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/schema"
)

// TestTheOpenAPIDocumentIsOne holds it to the schema that the OpenAPI Initiative publishes.
func TestTheOpenAPIDocumentIsOne(t *testing.T) {
	published, err := os.ReadFile("testdata/oas31.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	oas := compile(t, string(published))
	for _, s := range []schema.Strictness{schema.Strict, schema.Tolerant} {
		var text bytes.Buffer
		if err := schema.WriteOpenAPI(&text, chat.All(), s); err != nil {
			t.Fatal(err)
		}
		if err := obeys(t, oas, text.String()); err != nil {
			t.Error(err)
		}
		for _, wrong := range [][2]string{
			{`"in": "query"`, `"in": "body"`},
			{`"openapi": "3.1.0"`, `"openapi": "3.2"`},
			{`"responses"`, `"answers"`},
			{`"version"`, `"edition"`},
		} {
			spoilt := strings.Replace(text.String(), wrong[0], wrong[1], 1)
			if spoilt == text.String() || obeys(t, oas, spoilt) == nil {
				t.Errorf("with %s it is admitted", wrong[1])
			}
		}
	}
}

// TestTheOpenAPIDocumentHasEveryCallback compiles the schemas where they stand in the document.
func TestTheOpenAPIDocumentHasEveryCallback(t *testing.T) {
	var text bytes.Buffer
	if err := schema.WriteOpenAPI(&text, chat.All(), schema.Strict); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("x.json", value); err != nil {
		t.Fatal(err)
	}
	tree, err := jsontree.Parse(text.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	const packet, answer = "/post/requestBody/content/application~1json/schema",
		"/post/responses/200/content/application~1json/schema"
	for _, c := range chat.All() {
		at := "x.json#/webhooks/" + c.Name
		request, response := compiler.MustCompile(at+packet), compiler.MustCompile(at+answer)
		packets, err := c.Build(nil, payloads.Params{Seed: 7, Now: time.Unix(1762851903, 0)})
		if err != nil {
			t.Fatal(err)
		}
		if err := obeys(t, request, string(packets[0].Body)); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		if obeys(t, request, `{}`) == nil || obeys(t, response, `{}`) == nil {
			t.Errorf("%s: an empty object is admitted", c.Name)
		}
		post := tree.At(jsontree.Path{"webhooks", c.Name, "post"})
		example := post.At(jsontree.Path{"requestBody", "content", "application/json", "example"})
		if !example.IsAbsent() && obeys(t, request, example.JSON()) != nil {
			t.Errorf("%s: its schema does not admit its example", c.Name)
		}
		holdParameters(t, c, tree, post)
	}
}

// holdParameters wants the parameters of the callback's query and the signature, each of which leads somewhere.
func holdParameters(t *testing.T, c *payloads.Command, tree, post jsontree.Value) {
	t.Helper()
	names := map[string]bool{}
	for _, m := range post.Get("parameters").Members() {
		p := m.Value
		if ref := p.Get("$ref").Text(); ref != "" {
			p = tree.At(strings.Split(strings.TrimPrefix(ref, "#/"), "/"))
		}
		names[p.Get("name").Text()] = p.Get("in").Text() == "query"
	}
	for _, name := range append(payloads.PlainQuery(), "Sign", "RequestTime") {
		if want := c.Queries(name) || name == "Sign" || name == "RequestTime"; names[name] != want {
			t.Errorf("%s: got %v for the parameter %s, want %v", c.Name, names[name], name, want)
		}
	}
}
