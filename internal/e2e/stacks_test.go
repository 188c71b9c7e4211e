//go:build e2e && unix

package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// workshop is where programs are built, configured and run.
type workshop struct {
	dir, timhook   string
	goBin, modules func() (string, error)
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin") // where Debian keeps nginx and Apache
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { // Apache serves as nobody
		t.Fatal(err)
	}
	w := &workshop{dir: dir, timhook: filepath.Join(dir, "timhook")}
	if err := runTool(".", "go", "build", "-o", w.timhook, "."); err != nil {
		t.Fatal(err)
	}
	w.goBin = sync.OnceValues(func() (string, error) {
		bin := filepath.Join(dir, "backend")
		return bin, runTool("testdata/e2e/go", "go", "build", "-o", bin, ".")
	})
	w.modules = sync.OnceValues(func() (string, error) {
		node := filepath.Join(dir, "node")
		err := os.CopyFS(node, os.DirFS("testdata/e2e/node"))
		return node, errors.Join(err, runTool(node, "npm", "ci", "--silent"))
	})
	return w
}

func runTool(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return nil
}

func goBackend(name string) func(*workshop, *testing.T, string) *exec.Cmd {
	return func(w *workshop, t *testing.T, _ string) *exec.Cmd {
		bin, err := w.goBin()
		if err != nil {
			t.Fatal(err)
		}
		return exec.Command(bin, name)
	}
}

func nodeBackend(script string) func(*workshop, *testing.T, string) *exec.Cmd {
	return func(w *workshop, t *testing.T, _ string) *exec.Cmd {
		dir, err := w.modules()
		if err != nil {
			t.Fatal(err)
		}
		return exec.Command("node", filepath.Join(dir, script))
	}
}

func pythonBackend(*workshop, *testing.T, string) *exec.Cmd {
	return exec.Command("python3", "testdata/e2e/python/backend.py")
}

func nginxBackend(w *workshop, t *testing.T, port string) *exec.Cmd {
	dir := w.configure(t, "nginx", port)
	return exec.Command("nginx", "-e", "stderr", "-p", dir, "-c", filepath.Join(dir, "nginx.conf"))
}

func apacheBackend(w *workshop, t *testing.T, port string) *exec.Cmd {
	return exec.Command("apache2", "-f", filepath.Join(w.configure(t, "apache", port), "apache.conf"), "-DFOREGROUND")
}

// configure copies a server's files to a directory of its own and fills in the port.
func (w *workshop) configure(t *testing.T, name, port string) string {
	t.Helper()
	dir, err := os.MkdirTemp(w.dir, name)
	if err := errors.Join(err, os.Chmod(dir, 0o755)); err != nil { // Apache serves as nobody
		t.Fatal(err)
	}
	file := filepath.Join(dir, name+".conf")
	err = os.CopyFS(dir, os.DirFS(filepath.Join("testdata/e2e", name)))
	conf, readErr := os.ReadFile(file)
	filled := strings.NewReplacer("@PORT@", port, "@DIR@", dir).Replace(string(conf))
	if err := errors.Join(err, readErr, os.WriteFile(file, []byte(filled), 0o644)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start runs the backend in a process group of its own, which ends with the test, and returns its URL once it listens.
func (w *workshop) start(t *testing.T, s stack) string {
	t.Helper()
	if _, err := exec.LookPath(s.program); err != nil {
		if os.Getenv("CI_E2E") == "all" {
			t.Fatalf("%s is not installed; testdata/e2e/install.sh installs it", s.program)
		}
		t.Skipf("%s is not installed; testdata/e2e/install.sh installs it", s.program)
	}
	address := freeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	cmd := s.command(w, t, port)
	cmd.Env = append(os.Environ(), "PORT="+port, "SDK_APP_ID="+e2eSDKAppID, "TOKEN="+e2eToken)
	cmd.Env = append(cmd.Env, s.env...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	died := make(chan struct{})
	go func() { _ = cmd.Wait(); close(died) }()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-died
		if t.Failed() {
			t.Logf("the backend printed:\n%s", &output)
		}
	})
	waitForListener(t, address, died)
	return "http://" + address + "/im/callback"
}

func waitForListener(t *testing.T, address string, died <-chan struct{}) {
	t.Helper()
	again, tooLate := time.NewTicker(20*time.Millisecond), time.After(30*time.Second)
	defer again.Stop()
	for {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			return
		}
		select {
		case <-again.C:
		case <-died:
			t.Fatal("the backend ended before it listened")
		case <-tooLate:
			t.Fatal("the backend does not listen after 30 s")
		}
	}
}
