package e2e_test

import (
	"bytes"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/timhook/timhook/cmd"
	"github.com/timhook/timhook/internal/backend"
)

// TestRealFilesObeyTheirSchemas runs timhook against a right backend and a wrong one, and holds what it writes to what
// `timhook schema` prints.
func TestRealFilesObeyTheirSchemas(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	fault, err := backend.LookupFault("code-string")
	if err != nil {
		t.Fatal(err)
	}
	right := httptest.NewServer(backend.Reference(backend.Options{}))
	defer right.Close()
	wrong := httptest.NewServer(fault.Break(backend.Reference(backend.Options{})))
	defer wrong.Close()
	for _, c := range []struct {
		name string
		code int
		args []string
	}{
		{"right", 0, []string{"test", right.URL, "--run", "send/elem-*", "--report", "json=" + at("right.json")}},
		{"wrong", 1, []string{
			"test", wrong.URL, "--run", "before-send/baseline*", "--run", "send/elem-*",
			"--callbacks", "send,before-send", "--report", "json=" + at("wrong.json"),
		}},
		{"load", 0, []string{"load", "send", right.URL, "-n", "5", "--report", "json=" + at("load.json")}},
		{"capture", 0, []string{"send", "all", right.URL, "--save", at("calls.ndjson")}},
	} {
		if code := cmd.Main(c.args, strings.NewReader(""), io.Discard, io.Discard); code != c.code {
			t.Errorf("%s: got exit code %d, want %d", c.name, code, c.code)
		}
	}
	for _, strictness := range [][]string{nil, {"--tolerant"}} {
		run := schemaFor(t, append(strictness, "run")...)
		for _, name := range []string{"right.json", "wrong.json", "load.json"} {
			holdTo(t, run, at(name))
		}
		holdTo(t, schemaFor(t, append(strictness, "capture")...), at("calls.ndjson"))
	}
}

func schemaFor(t *testing.T, args ...string) *jsonschema.Schema {
	t.Helper()
	var out bytes.Buffer
	if code := cmd.Main(append([]string{"schema"}, args...), strings.NewReader(""), &out, io.Discard); code != 0 {
		t.Fatalf("schema %v: exit code %d", args, code)
	}
	value, err := jsonschema.UnmarshalJSON(&out)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("x.json", value); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("x.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// holdTo holds a JSON document, or each line of one that has JSON Lines, to a schema.
func holdTo(t *testing.T, schema *jsonschema.Schema, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	documents := [][]byte{data}
	if strings.HasSuffix(file, ".ndjson") {
		documents = bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	}
	for _, document := range documents {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", filepath.Base(file), err)
		}
	}
}
