package flags

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/safe"
)

// FailOn is what fails a run beside a broken MUST, which always does.
type FailOn struct{ Warn, Unverified bool }

func failOnChoices() []Choice {
	return []Choice{
		{"fail", "a MUST"},
		{"warn", "a SHOULD too"},
		{"unverified", "a case that was skipped because a flag for it is missing, such as --token, too"},
	}
}

// FailOn declares the flag.
func (g *Group) FailOn(f *FailOn) {
	choices := &EnumValue{Choices: failOnChoices()}
	g.Add(f, "fail-on", "what fails the run; warn,unverified joins two (default fail): `"+
		strings.Join(choices.names(), "|")+"`", NotRepeated, Completes(choices.Complete))
}

func (f *FailOn) String() string { return "" }

// Type is empty: the text of the flag names the values.
func (f *FailOn) Type() string { return "" }

// Set adds to what fails the run; commas join several.
func (f *FailOn) Set(text string) error {
	names := (&EnumValue{Choices: failOnChoices()}).names()
	for one := range strings.SplitSeq(text, ",") {
		if !slices.Contains(names, one) {
			return newChoiceError(one, names)
		}
		f.Warn = f.Warn || one == "warn"
		f.Unverified = f.Unverified || one == "unverified"
	}
	return nil
}

// ServerCommand parts the arguments from the command behind a "--". dash is its place among them, below 0 where there
// is none.
func ServerCommand(args []string, dash int) (before, command []string, err error) {
	if dash < 0 {
		return args, nil, nil
	}
	before, command = args[:dash], args[dash:]
	if len(command) == 0 {
		return nil, nil, cli.Usage("", "nothing follows --; want the command that starts the server")
	}
	if isAssignment(command[0]) {
		var words []string
		for _, word := range command {
			words = append(words, safe.Quote(word))
		}
		return nil, nil, cli.Usage("write -- env "+strings.Join(words, " "),
			"-- %s: only a shell sets a variable like that, and no shell runs the command", command[0])
	}
	return before, command, nil
}

// isAssignment is true of PORT=8080, which a shell takes for a variable of the command behind it.
func isAssignment(word string) bool {
	name, _, found := strings.Cut(word, "=")
	return found && name != "" && strings.Trim(name,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
