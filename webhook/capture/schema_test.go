package capture_test

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/timhook/timhook/webhook/capture"
	"pgregory.net/rapid"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(capture.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	compiler.AssertContent()
	if err := compiler.AddResource("capture.json", value); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("capture.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func admits(t interface{ Fatalf(string, ...any) }, schema *jsonschema.Schema, line string) error {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	return schema.Validate(value)
}

func TestTheSchemaAdmitsWhatIsWritten(t *testing.T) {
	schema := compiledSchema(t)
	if err := admits(t, schema, spelt); err != nil {
		t.Error(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		line, err := anyRecord().Draw(t, "record").AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := admits(t, schema, string(line)); err != nil {
			t.Fatalf("%v\n%s", err, line)
		}
	})
}

// TestTheSchemaAndTheReaderRefuseTheSame holds one to the other, change by change.
func TestTheSchemaAndTheReaderRefuseTheSame(t *testing.T) {
	schema := compiledSchema(t)
	for _, c := range []struct {
		old, new string
		fine     bool
	}{
		{`"capture/1"`, `"capture/2"`, false},
		{`"timhook":"capture/1",`, ``, false},
		{`"start":"2026-01-02T03:04:05.000000678+01:00",`, ``, false},
		{`2026-01-02T`, `2026-13-02T`, false},
		{`"start":"2026`, `"later":1,"start":"2026`, true},
		{`"method":"POST",`, ``, false},
		{`"method":"POST",`, `"methodBase64":"UE9TVA==",`, true},
		{`"method":"POST",`, `"method":"","methodBase64":"",`, false},
		{`"method":"POST",`, `"method":1,`, false},
		{`"url":"http://127.0.0.1:9000/im",`, ``, false},
		{`"query":"a=1&&Sign=masked",`, ``, true},
		{`"query":"a=1&&Sign=masked",`, `"queryBase64":"/w==",`, true},
		{`"query":"a=1&&Sign=masked",`, `"queryBase64":"/w=",`, false},
		{`"query":"a=1&&Sign=masked",`, `"query":"","queryBase64":"",`, false},
		{`"proto":"HTTP/1.0",`, `"proto":"","protoBase64":"",`, false},
		{`["Host","h"],`, ``, true},
		{`["Host","h"],`, `["Host"],`, false},
		{`["Host","h"],`, `["Host","aA==","base64"],`, true},
		{`["Host","h"],`, `["Host","aA==","64"],`, false},
		{`["Host","h"],`, `["Ho!t","aA==","base64"],`, false},
		{`["Host","h"],`, `["Host",1],`, false},
		{`"truncated":true`, `"truncated":false`, true},
		{`"truncated":true`, `"truncated":"true"`, false},
		{`"wireBase64":"AAE=",`, ``, true},
		{`"wireBase64":"AAE=",`, `"wireBase64":"A",`, false},
		{`,"bodyBase64":"/w=="`, ``, false},
		{`,"bodyBase64":"/w=="`, `,"body":""`, true},
		{`,"bodyBase64":"/w=="`, `,"body":"","bodyBase64":""`, false},
		{`"proto":"HTTP/1.1",`, ``, false},
		{`"status":200`, `"status":"200"`, false},
		{`"status":200`, `"status":200.5`, false},
		{`"status":200,`, ``, false},
		{`"reason":"OK",`, ``, true},
		{`"reason":"OK",`, `"reason":"OK","reasonBase64":"",`, false},
		{`"connectUs":1000,`, ``, false},
		{`"connectUs":1000,`, `"connectUs":9223372036854776,`, false},
		{`"connectUs":1000,`, `"connectUs":-9223372036854775,`, true},
		{`,"addedUs":4`, ``, true},
		{`,"addedUs":4`, `,"addedUs":null`, false},
		{`"failure":"late",`, `"failure":"late","failureBase64":"",`, false},
		{`"failure":"late",`, `"failure":{},`, false},
		{`"failureClass":"timeout",`, `"failureClass":"timeout","failureClassBase64":"",`, false},
		{`["Sign"]`, `[]`, true},
		{`["Sign"]`, `[1]`, false},
		{`["Sign"]`, `[],"redactedBase64":["/w=="]`, false},
		{`"redacted":["Sign"]`, `"redactedBase64":["/w=="]`, true},
		{`"verdict":"fail"`, `"verdict":"fail","verdictBase64":""`, false},
		{`"check":"resp-json",`, ``, false},
		{`"path":"/a",`, `"path":"/a","pathBase64":"",`, false},
		{`"want":"b"`, `"want":"b","wantBase64":""`, false},
		{`"want":"b"`, `"want":["b"]`, false},
	} {
		t.Run(c.old+" becomes "+c.new, func(t *testing.T) {
			line := strings.Replace(spelt, c.old, c.new, 1)
			if line == spelt {
				t.Fatalf("%s is not in the line", c.old)
			}
			_, err := capture.ParseLine([]byte(line))
			if (err == nil) != c.fine {
				t.Errorf("%s: ParseLine says %v, want it taken: %v", c.new, err, c.fine)
			}
			if err := admits(t, schema, line); (err == nil) != c.fine {
				t.Errorf("%s: the schema says %v, want it taken: %v", c.new, err, c.fine)
			}
		})
	}
}
