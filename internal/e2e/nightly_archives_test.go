//go:build nightly

package e2e_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
)

// TestNightlyArchive unpacks the archive of this machine as a newcomer.
func TestNightlyArchive(t *testing.T) {
	a := newRelease(t).here(t, "Archive", ".tar.gz")
	n := newNewcomer(t, "tar", "gzip")
	n.does(t, "tar", "xzf", a.Path)
	program := filepath.Join(n.home, "timhook")
	n.seesTheDemo(t, program)
	for _, name := range filesOfAnArchive() {
		if info, err := os.Stat(filepath.Join(n.home, name)); err != nil || info.Size() == 0 {
			t.Errorf("the archive lacks %s (%v)", name, err)
		}
	}
	pages, err := filepath.Glob(filepath.Join(n.home, "man/man1/timhook-*.1"))
	if verbs := strings.Count(n.does(t, program, "help"), "\n  "); err != nil ||
		len(pages) < 20 || len(pages) > verbs {
		t.Errorf("got %d pages (%v), want one a verb", len(pages), err)
	}
}

func filesOfAnArchive() []string {
	return []string{
		"LICENSE", "README.md", "CHANGELOG.md", "man/man1/timhook.1", "completions/timhook.bash", "completions/_timhook",
		"completions/timhook.fish", "completions/timhook.ps1",
	}
}

// TestNightlyZip looks into an archive for Windows, which nothing here can run.
func TestNightlyZip(t *testing.T) {
	for _, a := range newRelease(t).all(t, "Archive", 6) {
		if a.Goos != "windows" {
			continue
		}
		z, err := zip.OpenReader(a.Path)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		for _, name := range append(filesOfAnArchive(), "timhook.exe") {
			if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == name }) {
				t.Errorf("%s lacks %s", a.Name, name)
			}
		}
	}
}

// TestNightlyChecksums holds checksums.txt to all files that people download.
func TestNightlyChecksums(t *testing.T) {
	r := newRelease(t)
	sums := readText(t, filepath.Join(r.dir, "checksums.txt"))
	for _, kind := range []string{"Archive", "Linux Package", "SBOM"} {
		for _, a := range r.all(t, kind, 4) {
			data := readText(t, a.Path)
			contains(t, "checksums.txt", sums, fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(data)), a.Name))
		}
	}
}

// TestNightlyPrograms holds the program of each platform to what the Go toolchain has noted in it, and its bill of
// materials to the modules in it.
func TestNightlyPrograms(t *testing.T) {
	r := newRelease(t)
	for _, a := range r.all(t, "Binary", 6) {
		t.Run(a.Goos+" on "+a.Goarch, func(t *testing.T) {
			info, err := buildinfo.ReadFile(a.Path)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]string{"GOOS": a.Goos, "GOARCH": a.Goarch, "CGO_ENABLED": "0", "-trimpath": "true"}
			for key, value := range want {
				if !slices.Contains(info.Settings, debug.BuildSetting{Key: key, Value: value}) {
					t.Errorf("got the settings %v, want %s=%s", info.Settings, key, value)
				}
			}
			holdBill(t, filepath.Join(r.dir, fmt.Sprintf("timhook_%s_%s_%s.cdx.json", cli.Version, a.Goos, a.Goarch)), info)
		})
	}
}

func holdBill(t *testing.T, file string, info *debug.BuildInfo) {
	t.Helper()
	type component struct{ Name, Version string }
	var bill struct {
		BomFormat  string
		Metadata   struct{ Component component }
		Components []component
	}
	if err := json.Unmarshal([]byte(readText(t, file)), &bill); err != nil {
		t.Fatal(err)
	}
	if bill.BomFormat != "CycloneDX" || bill.Metadata.Component != (component{module, "v" + cli.Version}) {
		t.Errorf("got %s of %v, want CycloneDX of %s", bill.BomFormat, bill.Metadata.Component, module)
	}
	if len(info.Deps) < 10 {
		t.Fatalf("the program has %d modules, want all", len(info.Deps))
	}
	for _, m := range info.Deps {
		if !slices.Contains(bill.Components, component{m.Path, m.Version}) {
			t.Errorf("%s lacks %s %s", filepath.Base(file), m.Path, m.Version)
		}
	}
}

// TestNightlyProgramCanBeBuiltByAnybody compares the program of the release with one of the same commit in another
// folder.
func TestNightlyProgramCanBeBuiltByAnybody(t *testing.T) {
	r := newRelease(t)
	a := r.here(t, "Binary", "timhook")
	var metadata struct{ Commit string }
	if err := json.Unmarshal([]byte(readText(t, filepath.Join(r.dir, "metadata.json"))), &metadata); err != nil {
		t.Fatal(err)
	}
	if head := strings.TrimSpace(runs(t, "git", "rev-parse", "HEAD")); head != metadata.Commit {
		t.Skipf("the release is of the commit %s, and not of %s", metadata.Commit, head)
	}
	out, err := exec.Command(".ci/reproducible").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := string(bytes.TrimSpace(out))
	if got := fmt.Sprintf("%x", sha256.Sum256([]byte(readText(t, a.Path)))); got != want {
		t.Errorf("the release has %s, .ci/reproducible %s", got, want)
	}
}
