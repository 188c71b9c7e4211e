package e2e_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd"
)

// TestTheLoopsOfTheVectorsPageRun runs the verifiers that docs/vectors.md shows, right and with one line less.
func TestTheLoopsOfTheVectorsPageRun(t *testing.T) {
	page, err := os.ReadFile("docs/vectors.md")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "vectors")
	if code := cmd.Main([]string{"vectors", folder}, strings.NewReader(""), io.Discard, io.Discard); code != 0 {
		t.Fatalf("vectors: exit code %d", code)
	}
	for _, c := range []struct{ program, fence, part, spoilt, blamed string }{
		{"python3", "```python\n", "abs(now - int(at)) > 60", "now - int(at) > 60", "wrong-time-65-ahead SHOULD"},
		{"python3", "```python\n", "hmac.compare_digest(", "(lambda a, b: a[:8] == b[:8])(", "wrong-sign-extended MUST"},
		{"node", "```js\n", "Math.abs(now - Number(at)) > 60", "false", "wrong-time-65-old MUST"},
		{"node", "```js\n", "Array.isArray(packet)", "false", "wrong-body-array SHOULD"},
	} {
		t.Run(c.program+" "+c.part, func(t *testing.T) {
			if _, err := exec.LookPath(c.program); err != nil {
				t.Skipf("%s is not installed here; CI has it: %v", c.program, err)
			}
			_, code, _ := strings.Cut(string(page), c.fence)
			code, _, _ = strings.Cut(code, "```")
			out, err := runLoop(t, c.program, code, folder)
			if err != nil || !strings.HasSuffix(out, " requests, 0 wrong\n") {
				t.Errorf("got %v: %s", err, out)
			}
			broken := strings.Replace(code, c.part, c.spoilt, 1)
			if out, err := runLoop(t, c.program, broken, folder); err == nil || !strings.Contains(out, c.blamed) {
				t.Errorf("with %s: got %v: %s, want %s blamed", c.spoilt, err, out, c.blamed)
			}
		})
	}
}

func runLoop(t *testing.T, program, code, folder string) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "loop")
	if err := os.WriteFile(file, []byte(code), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), program, file, folder).CombinedOutput()
	return strings.ReplaceAll(string(out), "\r\n", "\n"), err
}
