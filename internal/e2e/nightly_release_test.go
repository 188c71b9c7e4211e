//go:build nightly

package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/cmd/cli"
)

// release is what GoReleaser has made, in the folder that CI_DIST names.
type release struct {
	dir       string
	artifacts []artifact
}

// artifact is a file of a release: a Binary, an Archive, a "Linux Package", an SBOM, a Checksum.
type artifact struct {
	Name, Path, Goos, Goarch, Type string
}

func newRelease(t *testing.T) release {
	t.Helper()
	dir := os.Getenv("CI_DIST")
	if dir == "" {
		t.Skip("CI_DIST names no release; .ci/nightly makes one")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := release{dir: dir}
	if err := json.Unmarshal([]byte(readText(t, filepath.Join(dir, "artifacts.json"))), &r.artifacts); err != nil {
		t.Fatal(err)
	}
	for i := range r.artifacts {
		r.artifacts[i].Path = filepath.Join(filepath.Dir(dir), r.artifacts[i].Path)
	}
	return r
}

// all are the artifacts of a type; there are so many at least.
func (r release) all(t *testing.T, kind string, least int) (list []artifact) {
	t.Helper()
	for _, a := range r.artifacts {
		if a.Type == kind {
			list = append(list, a)
		}
	}
	if len(list) < least {
		t.Fatalf("got %d artifacts of the type %s, want %d", len(list), kind, least)
	}
	return list
}

// here is the artifact of a type for this machine, whose name ends so.
func (r release) here(t *testing.T, kind, end string) artifact {
	t.Helper()
	for _, a := range r.all(t, kind, 1) {
		if a.Goos == runtime.GOOS && a.Goarch == runtime.GOARCH && strings.HasSuffix(a.Name, end) {
			return a
		}
	}
	t.Fatalf("the release has no %s …%s for %s on %s", kind, end, runtime.GOOS, runtime.GOARCH)
	return artifact{}
}

// newcomer is somebody with an empty home, and nothing on PATH but the programs that are named.
type newcomer struct{ home, path string }

func newNewcomer(t *testing.T, programs ...string) newcomer {
	t.Helper()
	n := newcomer{t.TempDir(), t.TempDir()}
	for _, name := range programs {
		program, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("no %s here", name)
		}
		if err := os.Symlink(program, filepath.Join(n.path, name)); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// command runs in the home, with HOME, PATH and the variables that are given and no other.
func (n newcomer) command(t *testing.T, variables []string, program string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	if found, err := exec.LookPath(filepath.Join(n.path, program)); err == nil {
		program = found
	}
	c := exec.CommandContext(ctx, program, args...)
	c.Dir, c.Env = n.home, append([]string{"HOME=" + n.home, "PATH=" + n.path}, variables...)
	return c
}

// does runs a command that has to end well, and returns its standard output.
func (n newcomer) does(t *testing.T, program string, args ...string) string {
	t.Helper()
	return succeeds(t, n.command(t, nil, program, args...))
}

func succeeds(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	var out, notes bytes.Buffer
	c.Stdout, c.Stderr = &out, &notes
	if err := c.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(c.Args, " "), err, out.String(), notes.String())
	}
	return out.String()
}

// seesTheDemo is what each way to install timhook has to lead to. The words before "demo" start it.
func (n newcomer) seesTheDemo(t *testing.T, program string, args ...string) {
	t.Helper()
	text := n.does(t, program, append(args, "demo")...)
	for _, want := range []string{"ErrorCode is there and is a JSON integer", "Corrected", "Next, your own backend"} {
		contains(t, "the demo", text, want)
	}
	contains(t, "the version", n.does(t, program, append(args, "version")...), "timhook "+cli.Version+", ")
}
