package terminal_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/report/terminal"
)

func TestACommandIsBrokenOutsideOfQuotes(t *testing.T) {
	for _, tt := range []struct {
		name, command string
		columns       int
		want          []string
	}{
		{"a pipe", "timhook test --run send/a", 0, []string{"timhook test --run send/a"}},
		{"it fits", "timhook test", 12, []string{"timhook test"}},
		{"it does not", "timhook test --run send/a", 15, []string{`timhook test \`, "--run send/a"}},
		{"a flag stays beside its value", "timhook test -u :1 --run send/a --seed 7", 24, []string{`timhook test -u :1 \`, `--run send/a --seed 7`}},
		{"single quotes", `curl -d '{"a b": "c d"}' x`, 10, []string{`curl -d \`, `'{"a b": "c d"}' \`, "x"}},
		{"double quotes", `curl "a \" b c d" -i`, 10, []string{`curl \`, `"a \" b c d" \`, "-i"}},
		{"a quote in a quoted word", `printf 'it'\''s so' | x`, 12, []string{`printf \`, `'it'\''s so' \`, "| x"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := terminal.ShellLines(tt.command, tt.columns)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if joined := strings.ReplaceAll(strings.Join(got, "\n"), "\\\n", ""); joined != tt.command {
				t.Errorf("a shell reads %q, want %q", joined, tt.command)
			}
		})
	}
}
