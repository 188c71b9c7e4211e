package reporttest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// IsJSON reads a text that has to be one JSON value.
func IsJSON(t testing.TB, format, text string) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return value
}

// Obeys holds a text to the schema of its format in testdata.
func Obeys(t testing.TB, format, text string) {
	t.Helper()
	file, err := os.Open(filepath.Join(root(t), "report", "testdata", format+".schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	schema, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(format+".schema.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(format + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(IsJSON(t, format, text)); err != nil {
		t.Errorf("%s: %v", format, err)
	}
}
