package cmd

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// declaring are the methods of flags.Group, whose second argument is the name of a flag.
func declaring() []string {
	return []string{"Add", "Bool", "Count", "Duration", "Enum", "Int", "List", "Size", "String", "Uint64", "edit"}
}

// TestNoFlagIsNamedOutsideItsDeclaration keeps lists of flag names away: what is true of a flag is a trait of it. A name
// in a sentence for people is none.
func TestNoFlagIsNamedOutsideItsDeclaration(t *testing.T) {
	names := map[string]bool{}
	for _, c := range wholeRoot().Commands() {
		c.Flags().VisitAll(func(f *pflag.Flag) { names[f.Name] = true })
	}
	if len(names) < 80 {
		t.Fatalf("got %d flags, want all of them", len(names))
	}
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, use := range flagNamesOutsideDeclarations(file, names) {
			t.Errorf("%s: the flag %s is named outside its declaration; give it a trait, or keep what declares it", fset.Position(use.Pos()), use.Value)
		}
		return nil
	})
	if err != nil || files < 60 {
		t.Fatalf("%d files were read (%v), want all of cmd", files, err)
	}
}

// flagNamesOutsideDeclarations are the literals that name a flag: with its dashes, as a name that pflag or cobra is asked
// for, compared with a flag's Name, or in a list of nothing but names of flags.
func flagNamesOutsideDeclarations(file *ast.File, names map[string]bool) (found []*ast.BasicLit) {
	declared := map[ast.Node]bool{}
	named := func(n ast.Expr) (*ast.BasicLit, bool) {
		lit, isLit := n.(*ast.BasicLit)
		if !isLit || lit.Kind != token.STRING {
			return nil, false
		}
		text, err := strconv.Unquote(lit.Value)
		return lit, err == nil && names[text]
	}
	use := func(list ...ast.Expr) {
		for _, n := range list {
			if lit, isName := named(n); isName && !declared[lit] {
				found = append(found, lit)
			}
		}
	}
	onlyNames := func(list []ast.Expr) {
		if others := slices.ContainsFunc(list, func(e ast.Expr) bool { _, isName := named(e); return !isName }); !others {
			use(list...)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if key, isField := n.Key.(*ast.Ident); isField && key.Name == "Aliases" {
				return false
			}
		case *ast.CallExpr:
			method, isMethod := n.Fun.(*ast.SelectorExpr)
			switch {
			case !isMethod || len(n.Args) == 0:
			case len(n.Args) > 2 && slices.Contains(declaring(), method.Sel.Name):
				declared[n.Args[1]] = true
			case slices.Contains(asking(), method.Sel.Name):
				use(n.Args...)
			}
		case *ast.CompositeLit:
			onlyNames(n.Elts)
		case *ast.BinaryExpr:
			if s, isField := n.X.(*ast.SelectorExpr); isField && s.Sel.Name == "Name" {
				use(n.Y)
			}
		case *ast.SwitchStmt:
			if s, isField := n.Tag.(*ast.SelectorExpr); isField && s.Sel.Name == "Name" {
				var cases []ast.Expr
				for _, clause := range n.Body.List {
					cases = append(cases, clause.(*ast.CaseClause).List...)
				}
				onlyNames(cases)
			}
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			if name, dashed := strings.CutPrefix(text, "--"); err == nil && dashed && names[name] {
				found = append(found, n)
			}
		}
		return true
	})
	return found
}

// asking are the functions of pflag and cobra that take the name of a flag.
func asking() []string {
	return []string{
		"Lookup", "Changed", "Set", "GetString", "GetBool", "GetInt", "GetUint64", "GetDuration", "Flag", "MarkHidden", "MarkDeprecated",
		"RegisterFlagCompletionFunc", "MarkFlagsMutuallyExclusive", "MarkFlagsRequiredTogether", "MarkFlagRequired",
	}
}

func TestALiteralThatNamesAFlagIsFound(t *testing.T) {
	names := map[string]bool{"jobs": true, "rate": true, "run": true}
	for _, tt := range []struct{ name, code, want string }{
		{"a declaration", `g.Int(&o.jobs, "jobs", 8, 1, 9, "")`, ""},
		{"a list", `x := []string{"jobs", "rate"}`, `"jobs" "rate"`},
		{"a list of other words as well", `x := []string{"run", "reason"}`, ""},
		{"a switch over names", `switch f.Name { case "rate": }`, `"rate"`},
		{"a switch over other keys as well", `switch m.Name { case "run": case "reason": }`, ""},
		{"a comparison", `if f.Name == "rate" {}`, `"rate"`},
		{"asked for", `c.Flags().Lookup("jobs")`, `"jobs"`},
		{"with its dashes", `x := "--jobs"`, `"--jobs"`},
		{"a sentence", `x := "--jobs is a flag"`, ""},
		{"another word", `m["run"] = 1`, ""},
		{"an alias of a verb", `c := Command{Aliases: []string{"run"}}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc f() { "+tt.code+" }", 0)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, lit := range flagNamesOutsideDeclarations(file, names) {
				got = append(got, lit.Value)
			}
			if text := strings.Join(got, " "); text != tt.want {
				t.Errorf("got %s, want %s", text, tt.want)
			}
		})
	}
}
