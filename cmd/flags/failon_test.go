package flags

import (
	"slices"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
)

func TestFailOnJoinsItsValues(t *testing.T) {
	for _, tt := range []struct {
		name  string
		given []string
		want  FailOn
		wrong string
	}{
		{"a MUST", []string{"fail"}, FailOn{}, ""},
		{"a SHOULD", []string{"warn"}, FailOn{Warn: true}, ""},
		{"twice", []string{"warn", "unverified"}, FailOn{true, true}, ""},
		{"with a comma", []string{"warn,unverified"}, FailOn{true, true}, ""},
		{"wrong", []string{"warn,skip"}, FailOn{Warn: true}, `got "skip", want fail, warn or unverified`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got FailOn
			wrong := ""
			for _, text := range tt.given {
				if err := got.Set(text); err != nil {
					wrong = err.Error()
				}
			}
			if got != tt.want || wrong != tt.wrong {
				t.Errorf("got %+v (%s), want %+v (%s)", got, wrong, tt.want, tt.wrong)
			}
		})
	}
}

func TestTheServerCommandStandsBehindTheDashes(t *testing.T) {
	for _, tt := range []struct {
		name            string
		args            []string
		dash            int
		before, command []string
		hint            string
	}{
		{"without", []string{":8080"}, -1, []string{":8080"}, nil, ""},
		{"with", []string{":8080", "node", "s.js", "a=b"}, 1, []string{":8080"}, []string{"node", "s.js", "a=b"}, ""},
		{"a path with =", []string{"./a=b/s"}, 0, []string{}, []string{"./a=b/s"}, ""},
		{"a variable", []string{"PORT=1", "node", "s.js"}, 0, nil, nil, "write -- env PORT=1 node s.js"},
		{"with env", []string{"env", "PORT=1", "node"}, 0, []string{}, []string{"env", "PORT=1", "node"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, command, err := ServerCommand(tt.args, tt.dash)
			if !slices.Equal(before, tt.before) || !slices.Equal(command, tt.command) || cli.HintOf(err) != tt.hint {
				t.Errorf("got %q and %q (%v, hint %q), want %q and %q (hint %q)", before, command, err, cli.HintOf(err),
					tt.before, tt.command, tt.hint)
			}
		})
	}
}
