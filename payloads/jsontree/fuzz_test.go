package jsontree_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/jsontree"
)

// What the standard library calls JSON is taken, but for what this package refuses on purpose: invalid text and
// 10,000 levels.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		sample, edited, "", " ", "{}", "{},", "[1,]", `"\ud83d"`, "\"\xff\"", `"\u00e9\/"`,
		"\xef\xbb\xbf{}", "-0.0e-0", "01", "nul", "{} {}",
		`{"a":1,"a":2}`, "[[[[", "// x\n{}", "\u00a01", `{"\ud83d":1}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := jsontree.Parse(data)
		loose, looseErr := jsontree.ParseLoose(data)
		tooDeep := looseErr != nil && strings.HasSuffix(looseErr.Error(), "exceeded max depth")
		if valid := json.Valid(data); valid != (looseErr == nil) && !tooDeep {
			t.Fatalf("encoding/json says %v, ParseLoose says %v", valid, looseErr)
		}
		if err == nil && looseErr != nil {
			t.Fatalf("Parse takes what ParseLoose refuses: %v", looseErr)
		}
		if err != nil && looseErr == nil && utf8.Valid(data) && !strings.Contains(err.Error(), "surrogate") {
			t.Fatalf("valid UTF-8 is refused: %v", err)
		}
		checkError(t, data, v, err)
		checkError(t, data, loose, looseErr)
		if looseErr == nil {
			checkOffsets(t, data, loose)
		}
	})
}

func checkError(t *testing.T, data []byte, v jsontree.Value, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var syntax *jsontree.SyntaxError
	switch {
	case !errors.As(err, &syntax):
		t.Fatalf("got a %T", err)
	case syntax.Offset < 0 || syntax.Offset > len(data):
		t.Fatalf("%v: the text has only %d bytes", err, len(data))
	case syntax.Trailing == v.IsAbsent():
		t.Fatalf("%v: trailing %v, value %s", err, syntax.Trailing, v.Kind())
	case syntax.Problem == "" || strings.Contains(syntax.Problem, "jsontext"):
		t.Fatalf("the problem reads %q", syntax.Problem)
	}
}

// checkOffsets reads every part of a value again from where it says that it stood.
func checkOffsets(t *testing.T, data []byte, v jsontree.Value) {
	t.Helper()
	part := data[v.Start():v.End()]
	again, err := jsontree.ParseLoose(part)
	if err != nil || again.JSON() != v.JSON() {
		t.Fatalf("%q stood for %s, %v", part, v.JSON(), err)
	}
	for _, m := range v.Members() {
		if v.Kind() == jsontree.KindObject && data[m.Offset()] != '"' {
			t.Fatalf("the name %q stood at %q", m.Name, data[m.Offset():])
		}
		if len(data) < 4096 {
			checkOffsets(t, data, m.Value)
		}
	}
}
