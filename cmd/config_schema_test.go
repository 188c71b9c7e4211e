package cmd

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/config"
	"github.com/timhook/timhook/report/safe"
	contracts "github.com/timhook/timhook/report/schema"
)

// TestTheSchemaOfTheConfigurationAgreesWithItsReader takes every configuration of the tests, right and wrong.
func TestTheSchemaOfTheConfigurationAgreesWithItsReader(t *testing.T) {
	root := wholeRoot()
	var text bytes.Buffer
	if err := safe.WriteJSON(&text, flags.ConfigSchema(root, contracts.Strict)); err != nil {
		t.Fatal(err)
	}
	compiled := compileSchema(t, text.Bytes())
	taken, refused := 0, 0
	all := configurations(t)
	written := initFile(t)
	all["of init"], all["of init, with all comments"] = []byte(written), []byte(uncommented(written))
	for name, data := range all {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "timhook.yaml")
			read := func(string) ([]byte, error) { return data, nil }
			f, err := config.Open(path, read, nil)
			if err != nil {
				t.Skip("no YAML that timhook reads: its own tests have the reason")
			}
			var value any
			if err := yaml.Unmarshal([]byte(f.Text), &value); err != nil || value == nil {
				t.Skip("empty, or no YAML to the library alone")
			}
			asJSON, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			value, err = jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
			if err != nil {
				t.Fatal(err)
			}
			err = flags.Check(f, root)
			switch admitted := compiled.Validate(value); {
			case err != nil && isAboutSpelling(err):
			case err == nil && admitted == nil:
				taken++
			case err != nil && admitted != nil:
				refused++
			case err == nil && strings.Contains(admitted.Error(), "value must be one of"):
				// its flag refuses it later
			default:
				t.Errorf("the reader says %v, the schema %v:\n%s", err, admitted, f.Text)
			}
		})
	}
	if taken < 20 || refused < 20 {
		t.Errorf("compared %d configurations that are taken and %d that are refused, want 20 or more of each", taken,
			refused)
	}
}

// isAboutSpelling is true of what readers of YAML differ on, so that a schema does not see it.
func isAboutSpelling(err error) bool {
	return slices.ContainsFunc([]string{"to other readers of YAML", "octal to some", "got the variable"},
		func(part string) bool { return strings.Contains(err.Error(), part) })
}

// configurations are those in testdata, in its scripts, and those of a table.
func configurations(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	files, err := filepath.Glob("../testdata/inputs/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob("../testdata/script/*.txtar")
	if err != nil || len(scripts) < 15 {
		t.Fatalf("got %d scripts (%v), want all", len(scripts), err)
	}
	for _, row := range configRows() {
		all[row.text[:min(len(row.text), 40)]] = []byte(row.text)
	}
	for _, name := range files {
		if all[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range scripts {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".yaml") || strings.HasSuffix(f.Name, ".yml") {
				all[filepath.Base(name)+" "+f.Name] = f.Data
			}
		}
	}
	return all
}

func compileSchema(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("x.json", value); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("x.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}
