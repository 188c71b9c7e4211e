package flags

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Cases say which cases run.
type Cases struct {
	run, skip  []string
	tags       []string
	level      string
	shard      string
	lastFailed bool
	examples   int
	selected   Selection
	chosen     cases.Choice
	AllowEmpty bool

	runFlag, skipFlag *pflag.Flag
}

func (f *Cases) Bind(c *cobra.Command) {
	g := NewGroup(c, "Cases")
	f.selected.Bind(g)
	patterns := []Trait{NotRepeated, FileAfter("@"), Completes(CompleteCases)}
	f.runFlag = g.List(&f.run, "run", "play only these cases", "PATTERN|@FILE", patterns...)
	f.skipFlag = g.List(&f.skip, "skip", "leave out these cases", "PATTERN|@FILE", patterns...)
	g.Add(&ListValue{Values: &f.tags}, "tag",
		"cases with one of these tags; 'not TAG': without it (default 'not stress'): `"+
			strings.Join(tagNames(), "|")+"`",
		NotRepeated, Completes(completeTags))
	g.Enum(&f.level, "level", "may", "lowest level of requirements that is checked", []Choice{
		{"must", "documented"}, {"should", "inferred too"}, {"may", "observations too"},
	}, NotRepeated)
	g.String(&f.shard, "shard", "", "play the I-th of N equal parts of the cases: `I/N`", NotRepeated)
	g.Bool(&f.lastFailed, "last-failed", "play only the cases that failed last time (.timhook/last-failed)",
		NotRepeated)
	g.Int(&f.examples, "examples", 0, 0, mostExamples, "play N more random packets of each callback: `N`", NotRepeated)
}

func tagNames() []string {
	var names []string
	for _, info := range conformance.TagInfos() {
		names = append(names, info.Name)
	}
	return names
}

func completeTags(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	for _, info := range conformance.TagInfos() {
		list = append(list, cobra.CompletionWithDesc(info.Name, info.Doc))
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// CompleteCases offers callbacks and cases of any callback, and behind a callback's slash the cases of that one.
func CompleteCases(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	callback, _, isOfOne := strings.Cut(typed, "/")
	list, directive := CompleteCallbacks(c, args, typed)
	commands, prefix := chat.All(), ""
	if isOfOne {
		commands, _ = matchCommands(callback, commands)
		list, prefix = nil, callback+"/"
	}
	seen := map[string]bool{}
	for _, one := range cases.Suite(commands...) {
		if name := prefix + one.ID; strings.HasPrefix(name, typed) && !seen[name] {
			seen[name] = true
			list = append(list, cobra.CompletionWithDesc(name, one.Doc))
		}
	}
	return list, directive
}

// Others is [Selection.Others] where no pattern chooses cases either.
func (f *Cases) Others() int {
	if len(f.run) > 0 || f.lastFailed {
		return 0
	}
	return f.selected.Others()
}

// Cases chooses from the suite, and reads the list of known failures for all of it.
func (f *Cases) Cases(a *cli.App, entries []conformance.KnownFailure) ([]*conformance.Case, *conformance.KnownFailures, error) {
	selection, err := f.selection(a)
	if err != nil {
		return nil, nil, err
	}
	f.chosen = cases.Choice{Callbacks: f.selected.names, Examples: f.examples, Selection: selection}
	known, err := f.chosen.Known(entries)
	if err != nil {
		return nil, nil, cli.Usage("", "--known-failing: %w", err)
	}
	var last []string
	if f.lastFailed {
		if last, err = f.lastCases(a); err != nil {
			return nil, nil, err
		}
	}
	list, err := f.chosen.Cases()
	if err != nil {
		return nil, nil, cli.Usage(cli.HintOf(err), "%w", err)
	}
	if f.lastFailed {
		list = slices.DeleteFunc(list, func(c *conformance.Case) bool { return !slices.Contains(last, c.Name()) })
	}
	return list, known, nil
}

// lastCases are the cases that failed last time, and widens the choice so that it has them.
func (f *Cases) lastCases(a *cli.App) ([]string, error) {
	last, err := ReadLastFailed()
	if err != nil {
		return nil, cli.Usage("", "--last-failed: %w", err)
	}
	if len(last) == 0 {
		a.Note("note: nothing failed last time; without --last-failed every case runs")
	}
	if (f.chosen.Tags == cases.TagFilter{}) {
		f.chosen.Tags, _ = cases.ParseTags("all")
	}
	f.chosen.Examples = max(f.chosen.Examples, cases.ExamplesNamed(last))
	return last, nil
}

// Callbacks are those whose cases are chosen from: the selected ones or, where none are selected, the usual ones and
// those that a pattern names.
func (f *Cases) Callbacks() []*payloads.Command {
	commands, _ := f.chosen.Commands() // each name was looked up when it was set
	return commands
}

func (f *Cases) selection(a *cli.App) (s cases.Selection, err error) {
	if s.Run, err = patterns(a, f.runFlag, f.run); err != nil {
		return s, err
	}
	if s.Skip, err = patterns(a, f.skipFlag, f.skip); err != nil {
		return s, err
	}
	if f.tags != nil {
		if s.Tags, err = cases.ParseTags(strings.Join(f.tags, ",")); err != nil {
			return s, cli.Usage(cli.HintOf(err), "--tag: %w", err)
		}
	}
	if f.shard != "" {
		if s.Shard, err = cases.ParseShard(f.shard); err != nil {
			return s, cli.Usage("", "--shard: %w", err)
		}
	}
	s.Level = map[string]payloads.Level{"must": payloads.Must, "should": payloads.Should, "may": payloads.May}[f.level]
	return s, nil
}

// patterns reads the lists among the patterns of a flag.
func patterns(a *cli.App, flag *pflag.Flag, given []string) ([]string, error) {
	var patterns []string
	for _, text := range given {
		name, isFile := strings.CutPrefix(text, "@")
		if !isFile {
			patterns = append(patterns, text)
			continue
		}
		data, err := a.ReadText("--"+flag.Name, name, cli.MostText)
		if err != nil {
			return nil, err
		}
		listed := conformance.PatternsIn(string(data))
		if len(listed) == 0 {
			return nil, cli.Usage("", "--%s @%s: there is no pattern in it", flag.Name, name)
		}
		patterns = append(patterns, listed...)
	}
	return patterns, nil
}

// LastFailedFile remembers which cases failed; it is no part of a repository.
const LastFailedFile = cli.StateFolder + "/last-failed"

// ReadLastFailed reads the names of the cases that failed last time, from [LastFailedFile] in the present folder.
// Without such a file there are none.
func ReadLastFailed() ([]string, error) {
	data, err := os.ReadFile(LastFailedFile)
	switch {
	case os.IsNotExist(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the cases that failed last time: %w", err)
	}
	return conformance.PatternsIn(string(data)), nil
}
