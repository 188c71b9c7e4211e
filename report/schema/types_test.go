package schema_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/schema"
)

// decodes reads packets into the types and writes them again: nothing may be unknown, and nothing may be lost.
const decodes = `package callbacks

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

func TestPackets(t *testing.T) {
	for name, to := range map[string]any{
		%s} {
		body, err := os.ReadFile(name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(body))
		d.DisallowUnknownFields()
		if err := d.Decode(to); err != nil {
			t.Errorf("%%s: %%v", name, err)
		}
		again, err := json.Marshal(to)
		if err != nil {
			t.Fatal(err)
		}
		var want, got any
		if json.Unmarshal(body, &want) != nil || json.Unmarshal(again, &got) != nil || !reflect.DeepEqual(want, got) {
			t.Errorf("%%s: became %%s", body, again)
		}
	}
}
`

// TestTheTypesOfGoCompile vets the package; with CI_E2E=all a test in it decodes a packet of each callback, too.
func TestTheTypesOfGoCompile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var text bytes.Buffer
	if err := schema.WriteGo(&text, chat.All(), schema.Strict); err != nil {
		t.Fatal(err)
	}
	write("callbacks.go", text.Bytes())
	write("go.mod", []byte("module example.com/callbacks\n\ngo 1.24\n"))
	var rows strings.Builder
	for _, c := range chat.All() {
		packets, err := c.Build(nil, payloads.Params{Seed: 7, Now: time.Unix(1762851903, 0)})
		if err != nil {
			t.Fatal(err)
		}
		write(c.Name+".json", packets[0].Body)
		name := strings.NewReplacer(".", "", "_", "").Replace(c.Name)
		rows.WriteString("\"" + c.Name + "\": new(" + name + "),\n\t\t")
		if !strings.Contains(text.String(), "\ntype "+name+"Response struct {") {
			t.Errorf("there is no type of the answer to %s", c.Name)
		}
	}
	code := strings.Replace(decodes, "%s", rows.String(), 1)
	write("callbacks_test.go", []byte(strings.ReplaceAll(code, "%%", "%")))
	args := []string{"vet", "."}
	if os.Getenv("CI_E2E") == "all" {
		args = []string{"test", "."}
	}
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %v\n%s", cmd, err, out)
	}
}
