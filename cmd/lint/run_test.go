package lint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/verbtest"
)

// linted is what the verb writes and ends with, under a context.
func linted(t *testing.T, ctx context.Context, args ...string) (stdout string, err error) {
	t.Helper()
	o, err := verbtest.Parse(t, command, args...)
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	a := cli.New(strings.NewReader(""), &out, &errs, func(string) string { return "" })
	err = run(ctx, a, o)
	_ = a.Out.Flush()
	return out.String(), err
}

// Interrupted, lint tells what it has judged, in a document that is whole.
func TestAnInterruptedLintEndsItsDocument(t *testing.T) {
	file := filepath.Join(t.TempDir(), "packet.json")
	if err := os.WriteFile(file, []byte(`{"CallbackCommand":"Group.CallbackAfterSendMsg"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name     string
		ctx      context.Context
		code     int
		cutShort bool
	}{
		{"to its end", t.Context(), cli.ExitBroken, false},
		{"interrupted", interrupted, cli.ExitInterrupted, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stdout, err := linted(t, tt.ctx, "--format", "json", file)
			if exit, ok := errors.AsType[*cli.Exit](err); !ok || exit.Code != tt.code {
				t.Errorf("got %v, want the exit code %d", err, tt.code)
			}
			var doc struct {
				Problems []any
				Summary  struct {
					CutShort bool `json:"cut_short"`
				}
			}
			err = json.Unmarshal([]byte(stdout), &doc)
			if err != nil || doc.Summary.CutShort != tt.cutShort || (len(doc.Problems) > 0) == tt.cutShort {
				t.Errorf("got %s", stdout)
			}
		})
	}
}
