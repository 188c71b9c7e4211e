// Figures prints three figures of the code: its lines, the lines that are too wide, and the longest functions.
//
//	go run ./.ci/figures [-hold] [DIRECTORY]
//
// It reads what git tracks in the directory, by default in the present one, and counts no tests: no file *_test.go, no
// package for tests alone, and nothing under testdata/, bench/ and .ci/ in the root. With -hold it exits 1 where a
// figure passes its limit.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// The limits. Width is in columns, and a tab is four of them.
const (
	mostLines     = 42_500
	mostWidth     = 120
	mostWideShare = 1.0 // percent of the code outside of payloads; in payloads no line is wider, comments included
	mostFunction  = 80
	functionsTold = 10
	leastFiles    = 100 // fewer are not this project, and would keep every limit
)

func main() {
	hold := flag.Bool("hold", false, "exit 1 where a figure passes its limit")
	flag.Parse()
	root := "."
	if flag.NArg() > 0 {
		root = flag.Arg(0)
	}
	f, err := measure(root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(2)
	}
	f.print(os.Stdout)
	if passed := f.passed(); *hold && len(passed) > 0 {
		fmt.Fprintf(os.Stderr, "\nover the limit:\n  %s\n", strings.Join(passed, "\n  "))
		os.Exit(1)
	}
}

type figures struct {
	lines     int // of Go, JavaScript and HTML, blank ones included
	areas     map[string]*width
	functions []function // the longest first
}

// width counts the Go lines of an area. Code is what is neither blank nor a comment.
type width struct{ code, wide, wideComments int }

type function struct {
	name, place string
	lines       int
}

func measure(root string) (*figures, error) {
	list, err := exec.Command("git", "-C", root, "ls-files", "--", "*.go", "*.js", "*.html").Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files in %s: %w", root, err)
	}
	f := &figures{areas: map[string]*width{}}
	files := slices.DeleteFunc(strings.Fields(string(list)), isApart)
	if len(files) < leastFiles {
		return nil, fmt.Errorf("git tracks %d files in %s, want at least %d", len(files), root, leastFiles)
	}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			return nil, err
		}
		f.lines += strings.Count(string(text), "\n")
		if !strings.HasSuffix(file, ".go") {
			continue
		}
		f.area(file).count(string(text))
		if err := f.addFunctions(file, text); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(f.functions, func(a, b function) int { return b.lines - a.lines })
	return f, nil
}

func isApart(file string) bool {
	first, _, _ := strings.Cut(file, "/")
	return slices.Contains([]string{"testdata", "bench", ".ci"}, first) || strings.HasSuffix(file, "_test.go") ||
		slices.Contains([]string{"internal/pipes", "cmd/verbtest", "report/reporttest"}, path.Dir(file))
}

// area is the counter of a file's first folder.
func (f *figures) area(file string) *width {
	name, _, _ := strings.Cut(file, "/")
	if f.areas[name] == nil {
		f.areas[name] = new(width)
	}
	return f.areas[name]
}

func (w *width) count(text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		isWide := utf8.RuneCountInString(line)+3*strings.Count(line, "\t") > mostWidth
		switch content := strings.TrimSpace(line); {
		case content == "":
		case strings.HasPrefix(content, "//"):
			w.wideComments += one(isWide)
		default:
			w.code++
			w.wide += one(isWide)
		}
	}
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// addFunctions measures declared functions, and those that stand in a variable, from func to the closing brace.
func (f *figures) addFunctions(file string, text []byte) error {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		name := "func"
		switch n := n.(type) {
		case *ast.FuncDecl:
			name = declaredName(n)
		case *ast.FuncLit:
		default:
			return true
		}
		first, last := set.Position(n.Pos()), set.Position(n.End())
		if d, ok := n.(*ast.FuncDecl); ok {
			first = set.Position(d.Type.Func)
		}
		place := fmt.Sprintf("%s:%d", file, first.Line)
		f.functions = append(f.functions, function{parsed.Name.Name + "." + name, place, last.Line - first.Line + 1})
		return false // a function within it is part of it
	})
	return nil
}

func declaredName(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	return fmt.Sprint(receiver) + "." + d.Name.Name
}

// elsewhere is the sum of all areas but payloads.
func (f *figures) elsewhere() (sum width) {
	for name, w := range f.areas {
		if name != "payloads" {
			sum.code, sum.wide, sum.wideComments = sum.code+w.code, sum.wide+w.wide, sum.wideComments+w.wideComments
		}
	}
	return sum
}

func (w *width) share() float64 { return 100 * float64(w.wide) / float64(max(w.code, 1)) }

func (f *figures) print(out io.Writer) {
	fmt.Fprintf(out, "lines without tests: %d (at most %d)\n\n", f.lines, mostLines)
	const row = "%-14s %10v %10v %10v %10v\n"
	fmt.Fprintf(out, row, fmt.Sprintf("over %d columns", mostWidth), "code", "over", "share", "comments")
	show := func(name string, w *width) {
		fmt.Fprintf(out, row, name, w.code, w.wide, fmt.Sprintf("%.2f %%", w.share()), w.wideComments)
	}
	for _, name := range slices.Sorted(maps.Keys(f.areas)) {
		if name != "payloads" {
			show(name, f.areas[name])
		}
	}
	rest := f.elsewhere()
	show("together", &rest)
	show("payloads", f.payloads())
	fmt.Fprintf(out, "\nlongest functions (at most %d lines):\n", mostFunction)
	for _, fn := range f.functions[:min(len(f.functions), functionsTold)] {
		fmt.Fprintf(out, "%4d %s %s\n", fn.lines, fn.name, fn.place)
	}
}

func (f *figures) payloads() *width { return f.area("payloads") }

// passed tells which limits the figures pass.
func (f *figures) passed() (limits []string) {
	if f.lines > mostLines {
		limits = append(limits, fmt.Sprintf("%d lines, want at most %d", f.lines, mostLines))
	}
	if w := f.payloads(); w.wide+w.wideComments > 0 {
		limits = append(limits, fmt.Sprintf("%d lines of payloads are too wide, want none", w.wide+w.wideComments))
	}
	if w := f.elsewhere(); w.share() >= mostWideShare {
		limits = append(limits, fmt.Sprintf("%.2f %% of the code elsewhere is too wide, want less than %v %%",
			w.share(), mostWideShare))
	}
	for _, fn := range f.functions {
		if fn.lines > mostFunction {
			limits = append(limits, fmt.Sprintf("%s has %d lines, want at most %d", fn.name, fn.lines, mostFunction))
		}
	}
	return limits
}
