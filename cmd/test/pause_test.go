package test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/verbtest"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
)

func TestAPauseWaitsForWhatIsTyped(t *testing.T) {
	const keys = "   (Enter plays it, s plays all without a pause, q ends the run)"
	first, second := "next: send/baseline-minimal"+keys, "next: send/baseline-maximal"
	third := "next: send/baseline-doc-sample"
	for _, tt := range []struct {
		name, typed string
		said        []string
		played      int
	}{
		{"each with Enter", "\n\n\n", []string{first, second, third}, 3},
		{"without a pause", "s\n", []string{first}, 3},
		{"without a pause later", "\n S \n", []string{first, second}, 3},
		{"the end", "\nq\n", []string{first, second}, 1},
		{"the end of the input", "\n", []string{first, second}, 1},
		{"another key", "x\n\n\n\n", []string{first, "want Enter, s or q", second, third}, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := httptest.NewServer(backend.Reference(backend.Options{}))
			defer server.Close()
			t.Chdir(t.TempDir())
			a := verbtest.App()
			plan := planned(t, a, server.URL+"/im", "--run", "send/baseline-*", "--skip", "baseline-*signed", "-j", "1")
			var said []string
			plan.pauses = &pauses{
				say: func(text string) { said = append(said, text) }, lines: linesOf(strings.NewReader(tt.typed)),
			}
			run := &testRun{plan: plan, report: &conformance.Report{Now: plan.params.Now, Seed: plan.params.Seed}}
			if err := playTest(t.Context(), a, run); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.said, said); diff != "" {
				t.Errorf("what is said (-want +got):\n%s", diff)
			}
			if got := run.ran(); got != tt.played {
				t.Errorf("got %d cases played, want %d", got, tt.played)
			}
			if ends := tt.played < 3; ends != errors.Is(run.ended, cli.ErrInterrupted) {
				t.Errorf("got the end %v", run.ended)
			}
		})
	}
}

// Ctrl-C ends a pause.
func TestAPauseEndsWithTheRun(t *testing.T) {
	ctx, giveUp := context.WithCancelCause(t.Context())
	p := &pauses{lines: make(chan string), say: func(string) { giveUp(cli.ErrInterrupted) }}
	plan := planned(t, verbtest.App(), ":1/im")
	p.before(ctx, plan.cases[0], giveUp)
	p.before(ctx, plan.cases[1], giveUp) // says nothing more
}

func TestAPauseNeedsATerminal(t *testing.T) {
	o, err := verbtest.Parse(t, command, ":1/im", "--pause")
	if err != nil {
		t.Fatal(err)
	}
	const want = "--pause waits for Enter, and standard input is no terminal"
	if _, err := planTest(t.Context(), verbtest.App(), o); err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}
