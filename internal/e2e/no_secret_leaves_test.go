//go:build unix

package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// canaryRun is a row while it is played in a folder of its own.
type canaryRun struct {
	row     canaryRow
	dir     string
	inputs  map[string]string
	backend *tellingBackend
	dead    string
	looked  *atomic.Int64 // outputs that were looked through
}

// TestNoSecretIsPrintedOrSaved plays every verb in every format with secrets in each place of a request, and looks for
// them in all that comes out: stdout, stderr and every file. An output that a row asks for holds the request with its
// secrets, and without the token.
func TestNoSecretIsPrintedOrSaved(t *testing.T) {
	rows := canaryRows()
	if len(rows) < 200 {
		t.Fatalf("got %d rows, want every verb with every format", len(rows))
	}
	if raceDetector() { // one goroutine works in most of them: a sample is enough for it
		rows = slices.Collect(func(yield func(canaryRow) bool) {
			for i := 0; i < len(rows) && yield(rows[i]); i += 24 {
			}
		})
	}
	var leaks, looked atomic.Int64
	t.Run("rows", func(t *testing.T) {
		for _, row := range rows {
			t.Run(row.name(), func(t *testing.T) {
				t.Parallel()
				r := &canaryRun{
					row: row, dir: t.TempDir(), backend: newTellingBackend(t), dead: "http://" + freeAddress(t),
					looked: &looked,
				}
				archive := secretArchive(t)
				r.inputs = map[string]string{
					"raw.http": secretRequest(), "a.har": archive, "b.har": otherArchive(archive),
				}
				if row.anyEnd {
					maps.Copy(r.inputs, oddInputs())
				}
				if row.config != "" {
					r.inputs["timhook.yaml"] = r.filled([]string{row.config})[0]
				}
				leaks.Add(int64(r.play(t)))
			})
		}
	})
	if n := leaks.Load(); n > 0 {
		t.Errorf("%d leaks in %d rows", n, len(rows))
	}
	if n := looked.Load(); n < int64(2*len(rows)) {
		t.Errorf("looked through %d outputs of %d rows, want two at least of each", n, len(rows))
	}
}

// play runs a row and returns how many secrets have got out.
func (r *canaryRun) play(t *testing.T) int {
	for name, text := range r.inputs {
		if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var outputs map[string]string
	leaks := 0
	for _, args := range [][]string{r.row.prepare, r.row.args} {
		if args == nil {
			continue
		}
		if !r.row.usage && !r.row.anyEnd && (args[0] == "record" || args[0] == "serve") {
			outputs = r.serve(t, args)
		} else {
			outputs = r.run(t, args)
		}
		leaks += r.look(t, outputs)
	}
	files := r.files(t)
	if r.row.written != "" && files[r.row.written] == "" {
		t.Errorf("%s was not written", r.row.written)
	}
	leaks += r.look(t, files)
	if told := r.backend.told(); !r.row.unsent && len(leaksIn(told)) == 0 {
		t.Errorf("the backend has seen no secret: %s", told)
	}
	if text := outputs[r.row.asked] + files[r.row.asked]; r.row.asked != "" && !r.row.bare && len(leaksIn(text)) == 0 {
		t.Errorf("the request that was asked for has no secret: %s", text)
	}
	return leaks
}

// filled is a command line with its canaries and addresses.
func (r *canaryRun) filled(args []string) []string {
	var list []string
	for _, a := range args {
		list = append(list, withCanaries(strings.NewReplacer("$URL$", r.backend.URL, "$DEAD$", r.dead,
			"$HOST$", strings.TrimPrefix(r.backend.URL, "http://")).Replace(a)))
	}
	return list
}

func (r *canaryRun) command(ctx context.Context, args []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "timhook", r.filled(args)...)
	cmd.Dir = r.dir
	cmd.Env = append(append(os.Environ(), "SECRET_TOKEN="+secretCanaries()["TOKEN"].value), r.filled(r.row.env)...)
	return cmd
}

func (r *canaryRun) run(t *testing.T, args []string) map[string]string {
	ctx, cancel := context.WithTimeout(t.Context(), 3*longestRun)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := r.command(ctx, args)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	code, err := exitCode(cmd.Run())
	if err != nil {
		t.Fatal(err)
	}
	if !r.row.anyEnd && r.row.usage != (code == 2) || code == 70 || code < 0 {
		t.Errorf("got exit code %d\n%s%s", code, &stdout, &stderr)
	}
	return map[string]string{"stdout": stdout.String(), "stderr": stderr.String()}
}

// serve starts a server, sends it callbacks with secrets in them, and ends it.
func (r *canaryRun) serve(t *testing.T, args []string) map[string]string {
	ctx, cancel := context.WithTimeout(t.Context(), 3*longestRun)
	defer cancel()
	address := freeAddress(t)
	var stdout, stderr bytes.Buffer
	cmd := r.command(ctx, append(args, "--listen", address))
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for try := 0; ; try++ {
		answer, err := http.Get("http://" + address)
		if err == nil {
			_ = answer.Body.Close()
			break
		}
		if try == 200 {
			t.Fatalf("it does not listen: %s", &stderr)
		}
		time.Sleep(20 * time.Millisecond)
	}
	for _, app := range []string{"SdkAppid=1400000000", "SdkAppid=x"} {
		ask(t, "http://"+address, strings.Replace(secretRequest(), "SdkAppid=1400000000", app, 1))
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	if code, err := exitCode(cmd.Wait()); err != nil || code != 0 {
		t.Errorf("got exit code %d, %v\n%s", code, err, &stderr)
	}
	return map[string]string{"stdout": stdout.String(), "stderr": stderr.String()}
}

// files are what the row has written, by their path in its folder.
func (r *canaryRun) files(t *testing.T) map[string]string {
	found := map[string]string{}
	err := filepath.WalkDir(r.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(r.dir, path)
		text, err := os.ReadFile(path)
		if r.inputs[name] == "" {
			found[name] = string(text)
		} else if r.inputs[name] != string(text) {
			t.Errorf("%s was changed", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// look searches outputs for secrets and returns how many it has found.
func (r *canaryRun) look(t *testing.T, outputs map[string]string) int {
	leaks := 0
	for place, text := range outputs {
		r.looked.Add(1)
		var found []string
		if r.row.asked != place {
			found = leaksIn(text)
			for _, sign := range r.backend.signed() {
				if len(sign) == 64 && holdsPart(text, canaryPartsOf(sign)) {
					found = append(found, "a sent Sign")
					break
				}
			}
		} else {
			unasked := append(toldCanaries(), "TOKEN")
			found = slices.DeleteFunc(leaksIn(text), func(word string) bool { return !slices.Contains(unasked, word) })
		}
		for _, word := range found {
			leaks++
			t.Errorf("%s holds %s (%s): %s", place, word, secretCanaries()[word].place, around(text, word))
		}
	}
	return leaks
}

// around is a piece of the text where a canary begins.
func around(text, word string) string {
	for _, part := range secretCanaries()[word].parts {
		if i := strings.Index(text, part); i >= 0 {
			return fmt.Sprintf("%q", text[max(0, i-60):min(len(text), i+40)])
		}
	}
	return ""
}
