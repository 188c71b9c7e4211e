package cmd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/verbtest"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

func TestSizesAreReadWithTheirUnits(t *testing.T) {
	for _, tt := range []struct {
		text string
		want flags.ByteSize // 0: refused
	}{
		{"1", 1},
		{"65536", 65536},
		{"1B", 1},
		{"64KiB", 64 << 10},
		{"1MiB", 1 << 20},
		{"2MB", 2e6},
		{"3kB", 3e3},
		{"1GiB", 1 << 30},
		{"1024GiB", 1 << 40},
		{"1025GiB", 0},
		{"0", 0},
		{"-1", 0},
		{"", 0},
		{"MiB", 0},
		{"1.5MiB", 0},
		{"1 MiB", 0},
		{"1TiB", 0},
		{"9223372036854775808", 0},
	} {
		var got flags.ByteSize
		err := got.Set(tt.text)
		if got != tt.want || (err != nil) != (tt.want == 0) {
			t.Errorf("%q: got %d (%v), want %d", tt.text, got, err, tt.want)
		}
	}
}

func TestRatesAreTurnedIntoIntervals(t *testing.T) {
	for _, tt := range []struct {
		text string
		want time.Duration // 0: refused
	}{
		{"5/s", 200 * time.Millisecond},
		{"5", 200 * time.Millisecond},
		{"30/m", 2 * time.Second},
		{"1/h", time.Hour},
		{"0.5/s", 2 * time.Second},
		{"1000000/s", time.Microsecond},
		{"1000001/s", 0},
		{"0/s", 0},
		{"-1/s", 0},
		{"NaN/s", 0},
		{"Inf", 0},
		{"5/d", 0},
		{"5//s", 0},
		{"/s", 0},
		{"", 0},
	} {
		var got flags.Rate
		err := got.Set(tt.text)
		if got.Interval != tt.want || (err != nil) != (tt.want == 0) {
			t.Errorf("%q: got %v (%v), want %v", tt.text, got.Interval, err, tt.want)
		}
	}
}

// wholeRoot is the command line with the flags of all verbs.
func wholeRoot() *cobra.Command {
	a := verbtest.App()
	root := root(a, nil)
	flags.MakeAllFlags(a, root)
	return root
}

func TestEveryFlagSaysWhatItTakes(t *testing.T) {
	root := wholeRoot()
	seen := 0
	for _, c := range root.Commands() {
		c.InheritedFlags()
		c.Flags().VisitAll(func(f *pflag.Flag) {
			seen++
			name, usage := pflag.UnquoteUsage(flags.Shown(f))
			if usage == "" || strings.HasPrefix(usage, strings.ToUpper(f.Name)) {
				t.Errorf("%s --%s has no text", c.Name(), f.Name)
			}
			takesValue := f.NoOptDefVal == ""
			if takesValue != (name != "") {
				t.Errorf("%s --%s: got the placeholder %q", c.Name(), f.Name, name)
			}
		})
	}
	if seen < 50 {
		t.Errorf("got %d flags, want those of all verbs", seen)
	}
}

func TestABugExitsWith70(t *testing.T) {
	var stderr bytes.Buffer
	a := verbtest.App()
	a.Err = safe.NewRedactor(&stderr)
	a.Environment = func(string) string { panic("on purpose") }
	code := a.Finish(run(context.Background(), a, []string{"version"}))
	_ = a.Err.Flush()
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	if code != cli.ExitBug || lines[0] != "timhook: on purpose" || lines[len(lines)-1] != "exit 70: a bug in timhook" {
		t.Errorf("got exit code %d and on stderr\n%s", code, &stderr)
	}
}

// broken fails as a full disk does.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestResultsThatCannotBeWrittenAreAnError(t *testing.T) {
	var stderr bytes.Buffer
	if code := Main([]string{"list", "checks"}, strings.NewReader(""), broken{}, &stderr); code != cli.ExitUsage {
		t.Errorf("got exit code %d, want %d", code, cli.ExitUsage)
	}
	if want := "timhook: write the results: no space left\nexit 2: the results could not be written\n"; stderr.String() != want {
		t.Errorf("got %q on stderr, want %q", &stderr, want)
	}
}

func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "run.json")
	write := func(text string, err error) error {
		return verbtest.App().WriteFile(path, func(w io.Writer) error {
			_, _ = io.WriteString(w, text)
			return err
		})
	}
	if err := write("first", nil); err != nil {
		t.Fatal(err)
	}
	if err := write("half", errors.New("broken off")); err == nil {
		t.Error("got no error, want that of the report")
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "first" {
		t.Errorf("got %q (%v), want the first report", got, err)
	}
	entries, err := os.ReadDir(dir)
	if names := entryNames(entries); err != nil || !slices.Equal(names, []string{"run.json"}) {
		t.Errorf("got the files %q (%v), want run.json alone", names, err)
	}
}

func entryNames(entries []os.DirEntry) []string {
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestFaultsTakeTurns(t *testing.T) {
	target, stop, err := demoBackend(t.Context(), []string{"status-500", "status-204"})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	packets, _, err := demoPackets(target, chat.All())
	if err != nil {
		t.Fatal(err)
	}
	client := &webhook.Client{}
	defer client.Close()
	for i, want := range []int{500, 204, 500} {
		x := client.Send(t.Context(), target.Request(conformance.CallbackOf(packets[i]), time.Now()))
		if x.Status != want {
			t.Errorf("callback %d: got status %d, want %d", i, x.Status, want)
		}
	}
}

func TestTheProgramIsNamedAsItWasStarted(t *testing.T) {
	for path, want := range map[string]string{
		"/usr/local/bin/timhook":                   "timhook",
		"/tmp/go-build123/b001/exe/timhook":        "go run .",
		"/home/me/.cache/go-build/a1/b2-d/timhook": "go run .",
	} {
		if got := programName(path, nil); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

// TestNoNameOfOursIsTakenForAKey: a message that refuses a mistyped name shows it, but for what looks like a key.
func TestNoNameOfOursIsTakenForAKey(t *testing.T) {
	names := 0
	for _, what := range []string{"callbacks", "variants", "cases", "checks", "rules", "faults", "formats"} {
		var out bytes.Buffer
		if code := Main([]string{"list", what, "--format", "text"}, nil, &out, io.Discard); code != 0 {
			t.Fatalf("list %s: exit %d", what, code)
		}
		for name := range strings.FieldsSeq(out.String()) {
			names++
			if strings.Contains(name, "=") {
				continue // an example in a text
			}
			if got := secret.Refused(name, []string{name}); got != name {
				t.Errorf("%s: %s would be shown as %s", what, name, got)
			}
		}
	}
	if names < 1000 {
		t.Errorf("got %d names", names)
	}
}
