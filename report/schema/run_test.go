package schema_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/schema"
)

func TestTheSchemaOfARunKnowsItsMembers(t *testing.T) {
	var strict, tolerant bytes.Buffer
	if err := schema.WriteRun(&strict, schema.Strict); err != nil {
		t.Fatal(err)
	}
	if err := schema.WriteRun(&tolerant, schema.Tolerant); err != nil {
		t.Fatal(err)
	}
	const run = `{"verdict":"pass","counts":{"pass":1},"notes":0,"version":"","catalogue":"","backend":"",` +
		`"sdkAppId":1,"signed":true,"seconds":0.5,"findings":[]}`
	for _, c := range []struct {
		name, old, new   string
		strict, tolerant bool
	}{
		{"as it is", "", "", true, true},
		{"a member of later", `"notes":0`, `"notes":0,"later":1`, false, true},
		{"a member that is missing", `"notes":0,`, ``, false, false},
		{"another type", `"notes":0`, `"notes":"0"`, false, false},
		{"a finding without members", `[]`, `[{}]`, false, false},
		{"a case", `[]`, `[],"cases":[{"case":"a","callback":"b","id":"c","level":"MUST","expect":"OK",` +
			`"outcome":"pass","seconds":1}]`, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(run, c.old, c.new, 1)
			if err := obeys(t, compile(t, strict.String()), text); (err == nil) != c.strict {
				t.Errorf("strict: got %v, want it admitted: %v", err, c.strict)
			}
			if err := obeys(t, compile(t, tolerant.String()), text); (err == nil) != c.tolerant {
				t.Errorf("tolerant: got %v, want it admitted: %v", err, c.tolerant)
			}
		})
	}
}
