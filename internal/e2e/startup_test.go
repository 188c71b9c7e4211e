package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkStartup compares "timhook version" with a program that does nothing, both built here with the same flags and
// run in turn. The ratio of the fastest runs is what our own start costs, on any machine; the goal is 4 at most.
func BenchmarkStartup(b *testing.B) {
	dir := b.TempDir()
	empty := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(empty, []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	ours, nothing := build(b, dir, "timhook", "."), build(b, dir, "empty", empty)
	fastest := map[string]time.Duration{}
	for b.Loop() {
		for _, c := range [][]string{{ours, "version"}, {nothing}} {
			start := time.Now()
			if out, err := exec.Command(c[0], c[1:]...).CombinedOutput(); err != nil {
				b.Fatalf("%v: %v\n%s", c, err, out)
			}
			if took := time.Since(start); fastest[c[0]] == 0 || took < fastest[c[0]] {
				fastest[c[0]] = took
			}
		}
	}
	b.ReportMetric(float64(fastest[ours].Microseconds()), "µs-timhook")
	b.ReportMetric(float64(fastest[nothing].Microseconds()), "µs-empty")
	b.ReportMetric(float64(fastest[ours])/float64(fastest[nothing]), "ratio")
}

func build(b *testing.B, dir, name, source string) string {
	b.Helper()
	binary := filepath.Join(dir, name)
	if out, err := exec.Command("go", "build", "-trimpath", "-o", binary, source).CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", name, err, out)
	}
	return binary
}
