//go:build nightly

package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/backend"
)

// workflow is a job on one of GitHub's runners that uses the action.
type workflow struct {
	newcomer
	inputs map[string]string
	extra  []string // further variables
}

func newWorkflow(t *testing.T, releases string, inputs map[string]string) workflow {
	t.Helper()
	inputs["releases"] = releases
	n := newNewcomer(t, "bash", "curl", "sha256sum", "grep", "sed", "tar", "gzip", "mkdir", "cat")
	return workflow{newcomer: n, inputs: inputs}
}

var expression = regexp.MustCompile(`\$\{\{ inputs\.([a-z-]+) \}\}`)

// step runs the shell lines of one step as a runner does, and returns all that it has printed.
func (w *workflow) step(t *testing.T, index int) (string, error) {
	t.Helper()
	var a action
	readYAML(t, "action.yml", &a)
	s := a.Runs.Steps[index]
	if s.Shell != "bash" || strings.Contains(s.Run, "${{") {
		t.Fatalf("step %q: want bash, and inputs through the environment alone", s.Name)
	}
	runner := map[string]string{"linux": "Linux", "darwin": "macOS"}[runtime.GOOS]
	processor := map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH]
	path := filepath.Join(w.home, "github-path")
	variables := append([]string{
		"RUNNER_OS=" + runner, "RUNNER_ARCH=" + processor, "RUNNER_TEMP=" + w.home, "GITHUB_PATH=" + path,
	}, w.extra...)
	if added, err := os.ReadFile(path); err == nil {
		variables = append(variables, "PATH="+strings.TrimSpace(string(added))+":"+w.path)
	}
	for name, value := range s.Env {
		variables = append(variables, name+"="+expression.ReplaceAllStringFunc(value, func(match string) string {
			input := expression.FindStringSubmatch(match)[1]
			preset, known := a.Inputs[input]
			if !known {
				t.Errorf("there is no input %s", input)
			}
			if given, isGiven := w.inputs[input]; isGiven {
				return given
			}
			return preset.Default
		}))
	}
	script := filepath.Join(w.home, "step.sh")
	if err := os.WriteFile(script, []byte(s.Run), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := w.command(t, variables, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script).CombinedOutput()
	return string(out), err
}

// serveReleases is a server with the files of a release where GitHub has them. It changes what is asked of it.
func serveReleases(t *testing.T, change func(name string, data []byte) []byte) string {
	t.Helper()
	r := newRelease(t)
	mux := http.NewServeMux()
	for _, folder := range []string{"download/v" + cli.Version, "latest/download"} {
		mux.HandleFunc("GET /releases/"+folder+"/{name}", func(w http.ResponseWriter, q *http.Request) {
			name := q.PathValue("name")
			data, err := os.ReadFile(filepath.Join(r.dir, name))
			if err != nil {
				http.NotFound(w, q)
				return
			}
			_, _ = w.Write(change(name, data))
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL + "/releases"
}

// asItIs changes nothing.
func asItIs(_ string, data []byte) []byte { return data }

// oneByteMore changes the archives.
func oneByteMore(name string, data []byte) []byte {
	if name != "checksums.txt" {
		data = append(data, 0)
	}
	return data
}

// noChecksums empties their file.
func noChecksums(name string, data []byte) []byte {
	if name == "checksums.txt" {
		return nil
	}
	return data
}

// TestNightlyAction runs the two steps of the action in front of a right backend and of one with a mistake.
func TestNightlyAction(t *testing.T) {
	const token = canary
	for name, version := range map[string]string{"the version of the action": cli.Version, "the newest": "latest"} {
		t.Run(name, func(t *testing.T) {
			right := httptest.NewServer(backend.Reference(backend.Options{Token: token}))
			defer right.Close()
			w := newWorkflow(t, serveReleases(t, asItIs), map[string]string{
				"version": version, "url": right.URL + "/im", "callbacks": "send,recall", "token": token,
				"args": "--tag core --seed 7\n--skip send/elem-*\n",
			})
			w.mustStep(t, 0)
			out := w.mustStep(t, 1)
			contains(t, "the run", out, "PASS")
			if strings.Contains(out, "canary-Zq8") || strings.Contains(out, "attr") {
				t.Errorf("the output has the token, or a callback that was not asked for:\n%s", out)
			}
		})
	}
	t.Run("a mistake of the backend", func(t *testing.T) {
		fault, err := backend.LookupFault("code-string")
		if err != nil {
			t.Fatal(err)
		}
		wrong := httptest.NewServer(fault.Break(backend.Reference(backend.Options{})))
		defer wrong.Close()
		w := newWorkflow(t, serveReleases(t, asItIs), map[string]string{"url": wrong.URL, "args": "--tag core"})
		w.extra = []string{"GITHUB_ACTIONS=true"}
		w.mustStep(t, 0)
		out, err := w.step(t, 1)
		if err == nil {
			t.Error("the step passes")
		}
		contains(t, "the run", out, "::error ")
	})
}

func (w *workflow) mustStep(t *testing.T, index int) string {
	t.Helper()
	out, err := w.step(t, index)
	if err != nil {
		t.Fatalf("step %d: %v\n%s", index, err, out)
	}
	return out
}

// TestNightlyActionRefuses holds the first step to its checksum, and to releases that there are.
func TestNightlyActionRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		version, want string
		change        func(name string, data []byte) []byte
	}{
		"another archive":              {cli.Version, "is not what its checksum says; nothing was run", oneByteMore},
		"no archive for this platform": {cli.Version, "has no archive for " + runtime.GOOS, noChecksums},
		"no such version":              {"9.9.9", "404", asItIs},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkflow(t, serveReleases(t, tt.change), map[string]string{"version": tt.version})
			out, err := w.step(t, 0)
			if err == nil {
				t.Error("the step passes")
			}
			contains(t, "the step", out, tt.want)
			if _, err := os.Stat(filepath.Join(w.home, "github-path")); err == nil {
				t.Error("the program is on PATH")
			}
		})
	}
}
