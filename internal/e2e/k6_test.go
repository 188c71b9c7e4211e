//go:build e2e && unix

package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// builtTool is a program of a module under testdata/e2e. A test without its program is skipped, and fails when CI_E2E
// is "all".
func builtTool(t *testing.T, name string) string {
	t.Helper()
	cmd := exec.Command("go", "tool", "-n", name)
	cmd.Dir = filepath.Join("testdata", "e2e", name)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		if os.Getenv("CI_E2E") == "all" {
			t.Fatalf("%s cannot be built: %v\n%s", name, err, &stderr)
		}
		t.Skipf("%s cannot be built here: %v\n%s", name, err, &stderr)
	}
	return strings.TrimSpace(string(out))
}

// reference is timhook's own backend, with a fault unless that is empty.
func reference(token, fault string) stack {
	return stack{name: "reference", program: "go", command: func(w *workshop, _ *testing.T, port string) *exec.Cmd {
		cmd := exec.Command(w.timhook, "serve", "--listen", "127.0.0.1:"+port, "--sdk-app-id", e2eSDKAppID)
		if token != "" {
			cmd.Args = append(cmd.Args, "--token", "env:TOKEN")
		}
		if fault != "" {
			cmd.Args = append(cmd.Args, "--fault", fault)
		}
		return cmd
	}}
}

// startReference gives the URL that the reference backend answers under.
func (w *workshop) startReference(t *testing.T, token, fault string) string {
	t.Helper()
	return strings.TrimSuffix(w.start(t, reference(token, fault)), "/callback")
}

// generate is a file that timhook generate writes.
func (w *workshop) generate(t *testing.T, url, token string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "generated.js")
	cmd := exec.Command(w.timhook, "generate", "-u", url, "--sdk-app-id", e2eSDKAppID, "--seed", "7", "-o", file)
	cmd.Args = append(cmd.Args, args...)
	if token != "" {
		cmd.Args = append(cmd.Args, "--token", "env:E2E_TOKEN")
	}
	cmd.Env = append(os.Environ(), "E2E_TOKEN="+token)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	return file
}

// k6Summary is the part of k6's own summary that the tests look at.
type k6Summary struct {
	exit   int
	output string
	Root   struct {
		Checks map[string]struct{ Passes, Fails int }
	} `json:"root_group"`
	Metrics map[string]struct {
		Count      float64
		Thresholds map[string]bool // whether it is crossed
	}
}

// failing are the checks that failed at least once.
func (s *k6Summary) failing() []string {
	var list []string
	for name, c := range s.Root.Checks {
		if c.Fails > 0 {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// runK6 runs a script with the flags. A connection of k6 to another place than the backend would go through a proxy,
// and the proxy hears nothing.
func runK6(t *testing.T, script, token string, flags ...string) *k6Summary {
	t.Helper()
	k6 := builtTool(t, "k6")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	proxy, heard := listenForCalls(t)
	export := filepath.Join(t.TempDir(), "summary.json")
	args := append([]string{"run", "--no-usage-report", "--quiet", "--summary-export", export}, flags...)
	cmd := exec.CommandContext(ctx, k6, append(args, script)...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "HTTP_PROXY=" + proxy, "HTTPS_PROXY=" + proxy,
		"TIMHOOK_TOKEN=" + token, "TIMHOOK_VUS=100", // so many that k6 drops none when the machine is busy
	}
	out, err := cmd.CombinedOutput()
	code, err := exitCode(err)
	if err != nil {
		t.Error(err) // not Fatal: two of them may run at once
		return &k6Summary{}
	}
	s := &k6Summary{exit: code, output: string(out)}
	if data, err := os.ReadFile(export); err != nil {
		t.Logf("no summary: %v", err)
	} else if err := json.Unmarshal(data, s); err != nil {
		t.Error(err)
	}
	if n := heard.Load(); n > 0 {
		t.Errorf("k6 has made %d connections beside those to the backend", n)
	}
	if strings.Contains(s.output, token) && token != "" {
		t.Error("k6 has printed the token")
	}
	return s
}

// listenForCalls counts who connects, and hangs up.
func listenForCalls(t *testing.T) (address string, heard *atomic.Int64) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	heard = new(atomic.Int64)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			heard.Add(1)
			_ = c.Close()
		}
	}()
	return "http://" + listener.Addr().String(), heard
}
