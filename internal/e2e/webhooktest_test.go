package e2e_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// teamModule makes a module outside of the repository that imports webhooktest.
func teamModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/e2e/webhooktest")); err != nil {
		t.Fatal(err)
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	mod := "module example.com/team\n\ngo 1.26.0\n\nrequire github.com/timhook/timhook v0.0.0\n\nreplace " +
		"github.com/timhook/timhook => " + root + "\n"
	sum, err := os.ReadFile("go.sum")
	if err := errors.Join(err, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o600),
		os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o600)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// goIn runs the go command in the folder of another module.
func goIn(dir string, args ...string) (string, error) {
	c := exec.Command("go", args...)
	c.Dir, c.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := c.CombinedOutput()
	return string(out), err
}

func TestAModuleOutsideImportsWebhooktest(t *testing.T) {
	dir := teamModule(t)
	if out, err := goIn(dir, "test", "-c", "-vet=off", "-o", "team.test", "."); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := func(test string) (string, error) {
		out, err := exec.Command(filepath.Join(dir, "team.test"), "-test.run", test).CombinedOutput()
		return string(out), err
	}
	if out, err := run("TestRight"); err != nil || !strings.HasPrefix(out, "PASS") {
		t.Errorf("a right backend: %v\n%s", err, out)
	}
	if out, err := run("TestWrong/timhook/send/baseline-minimal"); err != nil {
		t.Errorf("one case that passes: %v\n%s", err, out)
	}
	out, err := run("TestWrong")
	if err == nil {
		t.Error("a wrong backend passes")
	}
	for _, check := range []string{"behave-refuses-signature", "effect-once"} {
		if !strings.Contains(out, check) {
			t.Errorf("the output does not name %s", check)
		}
	}
	golden(t, "testdata/golden/webhooktest.txt", withoutTimes(out))
	modulesOfTeam(t, dir)
}

// modulesOfTeam wants the module outside to need what packets, requests and their judges need: no command line, and no
// module beside.
func modulesOfTeam(t *testing.T, dir string) {
	t.Helper()
	modules := func(packages ...string) []string {
		out, err := goIn(dir, append([]string{"list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}"},
			packages...)...)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		list := strings.Fields(out)
		slices.Sort(list)
		return slices.DeleteFunc(slices.Compact(list), func(m string) bool { return m == "example.com/team" })
	}
	got := modules("-test", ".")
	if slices.Contains(got, "github.com/spf13/cobra") {
		t.Error("webhooktest imports cobra")
	}
	const of = module + "/"
	if diff := cmp.Diff(modules(of+"payloads", of+"webhook", of+"conformance"), got); diff != "" {
		t.Errorf("webhooktest adds modules:\n%s", diff)
	}
}

// withoutTimes is the output of go test as it is at any time and port: the subtests in the order of their names.
func withoutTimes(out string) string {
	out = regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(out, "127.0.0.1:PORT")
	out = regexp.MustCompile(`(· |\(|\t)<?[0-9.]+(ms|µs|s)\b`).ReplaceAllString(out, "${1}TIME")
	head, rest, _ := strings.Cut(out, "        --- FAIL: ")
	tests := strings.Split(strings.TrimSuffix(rest, "\nFAIL\n"), "\n        --- FAIL: ")
	slices.Sort(tests)
	return head + "        --- FAIL: " + strings.Join(tests, "\n        --- FAIL: ") + "\nFAIL\n"
}

// golden holds a text to a file of the repository. With -update it becomes the file.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); go test ./internal/e2e -update writes it:\n%s", path, diff)
	}
}
