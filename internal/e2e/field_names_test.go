package e2e_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// withoutNames are files and folders whose code asks for roles and kinds, so that it is right for callbacks to come.
func withoutNames() []string {
	return []string{
		"conformance", "conformance/cases", "conformance/cause/answer.go", "conformance/cause/contrast.go",
		"conformance/cause/run.go", "conformance/cause/text.go", "conformance/cause/traits.go", "conformance/judge",
		"internal/compare", "internal/fields", "internal/lint", "internal/record", "internal/replay",
	}
}

// declaredNames are the names of the fields that have a role or a kind.
func declaredNames() []string {
	var names []string
	for _, c := range chat.All() {
		c.Walk(func(at string, f *payloads.Field) {
			if f.Kind.Role != 0 || f.Kind.Name != "" {
				names = append(names, f.Name)
			}
		})
	}
	return names
}

func TestCodeAsksForRolesAndNotForNames(t *testing.T) {
	names := declaredNames()
	for _, place := range withoutNames() {
		files, err := filepath.Glob(filepath.Join(place, "*.go"))
		if strings.HasSuffix(place, ".go") {
			files = []string{place}
		}
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: got %v, %v, want files", place, files, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range namesIn(t, file, source, names) {
				t.Errorf("%s: want a role or a kind of payloads instead of the name", found)
			}
		}
	}
}

// namesIn lists the literals that are the name of a field or a path with one in it.
func namesIn(t *testing.T, file string, source []byte, names []string) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		literal, is := n.(*ast.BasicLit)
		if !is || literal.Kind != token.STRING {
			return true
		}
		text, _ := strconv.Unquote(literal.Value)
		for step := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("./", r) }) {
			if slices.Contains(names, step) && !strings.Contains(text, " ") {
				found = append(found, set.Position(literal.Pos()).String()+": "+text)
			}
		}
		return true
	})
	return found
}

func TestNamesOfFieldsAreFoundInCode(t *testing.T) {
	source := "package a\n" + `var list = []string{"MsgTime", "/MsgSeqList/0/MsgId", "MsgTime is a time", "Elsewhere"}`
	if found := namesIn(t, "a.go", []byte(source), declaredNames()); len(found) != 3 {
		t.Errorf("got %q, want the name and the two of the path", found)
	}
}
