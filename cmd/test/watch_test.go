package test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/cmd/verbtest"
)

// Whatever timhook writes itself starts no other run: that would start the next one.
func TestWhatTimhookWritesIsNotWatched(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{
		"server.go":              "package main",
		"web/index.html":         "<html>",
		".git/index":             "DIRC",
		".env":                   "TOKEN=x",
		"node_modules/a/b.js":    "1",
		"calls.ndjson":           `{"CallbackCommand":"x"}`,
		"notes.tmp":              "mine",
		".timhook/last-failed":   "send/text",
		"captures/today.ndjson":  `{"timhook":"capture/1","start":`,
		"captures/empty.ndjson":  "",
		"reports/run.json":       "{}",
		"reports/junit.xml":      "<testsuites>",
		"reports/run.json.7.tmp": "{",
		"out.txt":                "FAIL",
	} {
		write(name, text)
	}
	if err := os.Symlink("reports/junit.xml", "latest.xml"); err != nil {
		t.Fatal(err)
	}
	out, err := os.OpenFile("out.txt", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	a := verbtest.App()
	a.RawErr = out
	plan := planned(t, a, ":1/im", "--report", "json="+filepath.Join(dir, "reports", "run.json"),
		"--report", "junit=latest.xml")
	got := slices.Sorted(maps.Keys(plan.snapshot(a)))
	if diff := cmp.Diff([]string{"calls.ndjson", "latest.xml", "notes.tmp", "server.go", "web/index.html"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	before := plan.snapshot(a)
	for _, name := range []string{
		"out.txt", "reports/run.json", "reports/junit.xml", "captures/today.ndjson", ".timhook/last-failed",
	} {
		write(name, `{"timhook":"capture/1","more":1}`)
	}
	write("captures/empty.ndjson", `{"timhook":"capture/1","start":`)
	if after := plan.snapshot(a); !maps.Equal(before, after) {
		t.Errorf("got %v, want %v", after, before)
	}
	write("server.go", "package main // changed")
	if maps.Equal(before, plan.snapshot(a)) {
		t.Error("a change of the server is not seen")
	}
}
