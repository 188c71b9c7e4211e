//go:build nightly

package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
)

// TestNightlyDeb installs the deb into a root of its own, and takes it away again.
func TestNightlyDeb(t *testing.T) {
	a := newRelease(t).here(t, "Linux Package", ".deb")
	n := newNewcomer(t)
	root := filepath.Join(n.home, "root")
	if os.Getuid() != 0 {
		runs(t, "dpkg", "-x", a.Path, root)
		n.seesTheDemo(t, filepath.Join(root, "usr/bin/timhook"))
		return
	}
	for _, dir := range []string{"updates", "info"} {
		makeFolder(t, filepath.Join(root, "var/lib/dpkg", dir))
	}
	if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg/status"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dpkg := []string{"--admindir=" + filepath.Join(root, "var/lib/dpkg"), "--instdir=" + root, "--log=/dev/null"}
	runs(t, "dpkg", append(dpkg, "-i", a.Path)...)
	n.seesTheDemo(t, filepath.Join(root, "usr/bin/timhook"))
	if out := runs(t, "dpkg", append(dpkg, "--verify", "timhook")...); out != "" {
		t.Errorf("dpkg --verify: %s", out)
	}
	holdInstalled(t, root, "usr/share/zsh/vendor-completions/_timhook", "usr/share/doc/timhook/copyright")
	contains(t, "the deb", runs(t, "dpkg-deb", "-f", a.Path), "\nVersion: "+cli.Version+"\n")
	runs(t, "dpkg", append(dpkg, "-r", "timhook")...)
	if left, err := filepath.Glob(filepath.Join(root, "usr/*/*timhook*")); err != nil || len(left) > 0 {
		t.Errorf("dpkg -r leaves %v (%v)", left, err)
	}
}

// TestNightlyRpm installs the rpm into a root of its own, where there is rpm.
func TestNightlyRpm(t *testing.T) {
	a := newRelease(t).here(t, "Linux Package", ".rpm")
	if _, err := exec.LookPath("rpm"); err != nil || os.Getuid() != 0 {
		t.Skipf("no rpm here (%v), or not root", err)
	}
	n := newNewcomer(t)
	root := filepath.Join(n.home, "root")
	makeFolder(t, root)
	rpm := []string{"--root", root}
	runs(t, "rpm", append(rpm, "--initdb")...)
	runs(t, "rpm", append(rpm, "-i", "--nosignature", a.Path)...)
	n.seesTheDemo(t, filepath.Join(root, "usr/bin/timhook"))
	runs(t, "rpm", append(rpm, "-V", "timhook")...)
	holdInstalled(t, root, "usr/share/zsh/site-functions/_timhook", "usr/share/licenses/timhook/LICENSE")
	contains(t, "the rpm", runs(t, "rpm", "-qi", "--nosignature", "-p", a.Path), ": "+cli.Version+"\n")
}

// holdInstalled looks for what both packages have, and for what one of them has.
func holdInstalled(t *testing.T, root string, more ...string) {
	t.Helper()
	for _, name := range append(more,
		"usr/share/bash-completion/completions/timhook", "usr/share/fish/vendor_completions.d/timhook.fish",
		"usr/share/man/man1/timhook.1.gz", "usr/share/man/man1/timhook-send.1.gz",
	) {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil || info.Size() == 0 || info.Mode().Perm() != 0o644 {
			t.Errorf("the package lacks %s, or not everybody can read it (%v)", name, err)
		}
	}
}

// TestNightlyImage lays out what the Dockerfile copies, and runs it there as its user: nothing else is in that root.
// Docker itself is not asked.
func TestNightlyImage(t *testing.T) {
	a := newRelease(t).here(t, "Binary", "timhook")
	if os.Getuid() != 0 {
		t.Skip("chroot needs root")
	}
	n := newNewcomer(t, "chroot")
	root := filepath.Join(n.home, "image")
	makeFolder(t, filepath.Join(root, "usr/bin"))
	makeFolder(t, filepath.Join(root, "work"))
	runs(t, "cp", a.Path, filepath.Join(root, "usr/bin/timhook"))
	_, user, _ := strings.Cut(readText(t, "packaging/docker/Dockerfile"), "\nUSER ")
	user, _, _ = strings.Cut(user, "\n")
	n.seesTheDemo(t, "chroot", "--userspec="+user, root, "/usr/bin/timhook")
}

func makeFolder(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
}

func runs(t *testing.T, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("no %s here", program)
	}
	return succeeds(t, exec.Command(program, args...))
}
