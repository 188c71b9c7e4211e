package e2e_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// public are the packages that other programs import. A change of them is seen in testdata/api.txt.
var public = []string{
	"payloads", "payloads/chat", "signer", "webhook", "conformance", "conformance/judge", "conformance/webhooktest",
}

func TestThePublicSurfaceIsAsItWas(t *testing.T) {
	var b strings.Builder
	for _, path := range public {
		lines := surface(t, path)
		if len(lines) < 3 {
			t.Errorf("%s: got %d exported things, want all", path, len(lines))
		}
		fmt.Fprintf(&b, "package %s\n\n%s\n\n", path, strings.Join(lines, "\n"))
	}
	golden(t, "testdata/api.txt", strings.TrimSuffix(b.String(), "\n"))
}

func TestEachExportedThingHasADocComment(t *testing.T) {
	for _, path := range public {
		p, _ := parsed(t, path)
		if p.Doc == "" {
			t.Errorf("package %s has no doc comment", path)
		}
		for name, text := range documented(p) {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s has no doc comment", path, name)
			}
		}
	}
}

// parsed is the exported part of a package.
func parsed(t *testing.T, path string) (*doc.Package, *token.FileSet) {
	t.Helper()
	paths, err := filepath.Glob(path + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files, set := []*ast.File{}, token.NewFileSet()
	for _, file := range paths {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	p, err := doc.NewFromFiles(set, files, module+"/"+path)
	if err != nil {
		t.Fatal(err)
	}
	return p, set
}

// documented is what each exported thing of a package has for a comment. A comment on a group of constants is one on
// each of them.
func documented(p *doc.Package) map[string]string {
	all := map[string]string{}
	values := func(list []*doc.Value) {
		for _, v := range list {
			for _, spec := range v.Decl.Specs {
				s := spec.(*ast.ValueSpec)
				for _, name := range s.Names {
					if name.IsExported() {
						all[name.Name] = v.Doc + s.Doc.Text() + s.Comment.Text()
					}
				}
			}
		}
	}
	functions := func(of string, list []*doc.Func) {
		for _, f := range list {
			all[of+f.Name] = f.Doc
		}
	}
	values(slices.Concat(p.Consts, p.Vars))
	functions("", p.Funcs)
	for _, t := range p.Types {
		all[t.Name] = t.Doc
		values(slices.Concat(t.Consts, t.Vars))
		functions("", t.Funcs)
		functions(t.Name+".", t.Methods)
	}
	return all
}

// surface is each exported thing with its signature or its exported fields, in the order of names.
func surface(t *testing.T, path string) []string {
	p, set := parsed(t, path)
	var lines []string
	add := func(decl ast.Decl) { lines = append(lines, printed(t, set, decl)) }
	values := func(list []*doc.Value) {
		for _, v := range list {
			add(v.Decl)
		}
	}
	functions := func(list []*doc.Func) {
		for _, f := range list {
			add(f.Decl)
		}
	}
	values(slices.Concat(p.Consts, p.Vars))
	functions(p.Funcs)
	for _, of := range p.Types {
		add(of.Decl)
		values(slices.Concat(of.Consts, of.Vars))
		functions(slices.Concat(of.Funcs, of.Methods))
	}
	return lines
}

var blankLines = regexp.MustCompile(`\n\s*\n`)

// printed is a declaration without comments, bodies and unexported parts.
func printed(t *testing.T, set *token.FileSet, decl ast.Decl) string {
	t.Helper()
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			n.Doc = nil
		case *ast.FuncDecl:
			n.Doc, n.Body = nil, nil
		case *ast.TypeSpec:
			n.Doc, n.Comment = nil, nil
		case *ast.ValueSpec:
			n.Doc, n.Comment = nil, nil
		case *ast.Field:
			n.Doc, n.Comment = nil, nil
		}
		return true
	})
	var b bytes.Buffer
	style := printer.Config{Mode: printer.UseSpaces, Tabwidth: 4}
	if err := style.Fprint(&b, set, decl); err != nil {
		t.Fatal(err)
	}
	return blankLines.ReplaceAllString(b.String(), "\n")
}

func TestAPrintedDeclarationHasOnlyWhatIsPublic(t *testing.T) {
	text, err := os.ReadFile("testdata/api.txt")
	if err != nil {
		t.Fatal(err)
	}
	public := strings.ReplaceAll(string(text), "// contains filtered or unexported fields", "")
	for _, word := range []string{"//", "{ return", "\n\n\n"} {
		if strings.Contains(public, word) {
			t.Errorf("testdata/api.txt holds %q", word)
		}
	}
	for _, line := range []string{
		"func Sign(token string, requestTime int64) string",
		"func Run(t *testing.T, h http.Handler, o Options)",
		"func (e Expect) Accepts() bool",
	} {
		if !strings.Contains(string(text), "\n"+line+"\n") {
			t.Errorf("testdata/api.txt lacks %s", line)
		}
	}
}
