package cmd

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
)

// linted is what the verb writes and ends with, under a context.
func linted(ctx context.Context, args ...string) (stdout string, err error) {
	var out, errs bytes.Buffer
	a := cli.New(strings.NewReader(""), &out, &errs, func(string) string { return "" })
	err = run(a, ctx, args)
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
	for _, tc := range []struct {
		ctx      context.Context
		code     int
		cutShort bool
	}{
		{t.Context(), cli.ExitBroken, false},
		{interrupted, cli.ExitInterrupted, true},
	} {
		stdout, err := linted(tc.ctx, "lint", "--format", "json", file)
		var exit *cli.Exit
		if !errors.As(err, &exit) || exit.Code != tc.code {
			t.Errorf("got %v, want the exit code %d", err, tc.code)
		}
		var doc struct {
			Problems []any
			Summary  struct {
				CutShort bool `json:"cut_short"`
			}
		}
		if err := json.Unmarshal([]byte(stdout), &doc); err != nil || doc.Summary.CutShort != tc.cutShort || (len(doc.Problems) > 0) == tc.cutShort {
			t.Errorf("%v: got %s", err, stdout)
		}
	}
}
