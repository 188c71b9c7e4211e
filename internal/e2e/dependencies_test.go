package e2e_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// modFile is what `go mod edit -json` gives of a go.mod.
type modFile struct {
	Require []struct {
		Path     string
		Indirect bool
	}
	Tool []struct{ Path string }
}

// TestEachModuleHasAReason holds docs/dependencies.md to the modules that each go.mod asks for itself: none without a
// row, and no row without a module.
func TestEachModuleHasAReason(t *testing.T) {
	text, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	want := allowedModules(string(text))
	got := map[string][]string{}
	err = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "go.mod" {
			got[filepath.ToSlash(filepath.Dir(path))] = directModules(t, path)
		}
		return err
	})
	if err != nil || len(got) < 6 {
		t.Fatalf("found the go.mod of %d folders (%v), want all", len(got), err)
	}
	for folder, modules := range got {
		for _, m := range modules {
			if !slices.ContainsFunc(want[folder], func(allowed string) bool { return isOf(m, allowed) }) {
				t.Errorf("%s/go.mod asks for %s; docs/dependencies.md gives no reason", folder, m)
			}
		}
	}
	for folder, modules := range want {
		for _, allowed := range modules {
			if !slices.ContainsFunc(got[folder], func(m string) bool { return isOf(m, allowed) }) {
				t.Errorf("docs/dependencies.md has a reason for %s, and %s/go.mod does not ask for it", allowed, folder)
			}
		}
	}
}

// isOf is true of a module, or of a tool in it.
func isOf(path, module string) bool { return path == module || strings.HasPrefix(path, module+"/") }

func directModules(t *testing.T, file string) (list []string) {
	t.Helper()
	text, err := exec.Command("go", "mod", "edit", "-json", file).Output()
	var m modFile
	if err == nil {
		err = json.NewDecoder(bytes.NewReader(text)).Decode(&m)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, r := range m.Require {
		if !r.Indirect {
			list = append(list, r.Path)
		}
	}
	for _, tool := range m.Tool {
		list = append(list, tool.Path)
	}
	return list
}

var quotedWord = regexp.MustCompile("`([^`]+)`")

// allowedModules are the modules in the tables of the page, by the folder of their go.mod. The section on what is
// written by hand names others.
func allowedModules(page string) map[string][]string {
	allowed := map[string][]string{}
	page, _, _ = strings.Cut(page, "\n## By hand")
	for row := range strings.SplitSeq(page, "\n") {
		cells := strings.Split(row, "|")
		if len(cells) < 4 || !strings.Contains(cells[1], "`") {
			continue
		}
		folder, names := ".", cells[1]
		if len(cells) == 5 && quotedWord.MatchString(cells[2]) && isFolder(quotedWord.FindStringSubmatch(cells[1])[1]) {
			folder, names = quotedWord.FindStringSubmatch(cells[1])[1], cells[2]
		}
		for _, name := range quotedWord.FindAllStringSubmatch(names, -1) {
			module := name[1]
			if first, _, inPath := strings.Cut(module, "/"); !inPath || first == "go.mod" {
				continue // a package of it
			} else if !strings.Contains(first, ".") {
				module = "github.com/" + module
			}
			allowed[folder] = append(allowed[folder], module)
		}
	}
	return allowed
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
