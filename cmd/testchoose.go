package cmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/words"
)

// choiceFlags say which cases run.
type choiceFlags struct {
	run, skip  []string
	tags       []string
	level      string
	shard      string
	lastFailed bool
	examples   int
	allowEmpty bool
}

func (f *choiceFlags) bind(c *cobra.Command) {
	g := flagGroup(c, "Cases")
	g.flags.Var(&listValue{values: &f.run}, "run", "only these cases; repeatable: `PATTERN|@FILE`")
	g.flags.Var(&listValue{values: &f.skip}, "skip", "not these cases; repeatable: `PATTERN|@FILE`")
	g.flags.Var(&listValue{values: &f.tags}, "tag", "cases with one of these tags, 'not TAG' for those without (default 'not stress'): `"+strings.Join(tagNames(), "|")+"`")
	g.enum(&f.level, "level", "may", "requirements of this level and stronger ones", []choice{
		{"must", "documented"}, {"should", "inferred too"}, {"may", "observations too"},
	})
	g.flags.StringVar(&f.shard, "shard", "", "the I-th of N equal parts of the cases: `I/N`")
	g.flags.BoolVar(&f.lastFailed, "last-failed", false, "only the cases that failed last time, as .timhook/last-failed has them")
	g.flags.IntVar(&f.examples, "examples", 0, "further random packets for each callback: `N`")
	g.done()
	complete(c, "run", completeCases)
	complete(c, "skip", completeCases)
	complete(c, "tag", completeTags)
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

func completeCases(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	for _, c := range cases.Suite() {
		name := c.Command.Short + "/" + c.ID
		if strings.Contains(typed, ".") {
			name = c.Name()
		}
		list = append(list, cobra.CompletionWithDesc(name, c.Doc))
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}

// cases chooses from the suite, and reads the list of known failures for all of it.
func (f *choiceFlags) cases(a *app, entries []conformance.KnownFailure) ([]*conformance.Case, *conformance.KnownFailures, error) {
	selection, err := f.selection(a)
	if err != nil {
		return nil, nil, err
	}
	named := make([]string, len(entries))
	for i, e := range entries {
		named[i] = e.Pattern
	}
	examples := max(f.examples, cases.ExamplesNamed(selection.Run))
	known, err := conformance.NewKnown(entries, suiteWith(max(examples, cases.ExamplesNamed(named))))
	if err != nil {
		return nil, nil, usage("", "--known-failing: %w", err)
	}
	var last []string
	if f.lastFailed {
		if last, err = cases.ReadLastFailed(); err != nil {
			return nil, nil, usage("", "--last-failed: %w", err)
		}
		if len(last) == 0 {
			a.note("note: nothing failed last time; without --last-failed every case runs")
		}
		if (selection.Tags == cases.TagFilter{}) {
			selection.Tags, _ = cases.ParseTags("all")
		}
	}
	cases, err := cases.Select(suiteWith(max(examples, cases.ExamplesNamed(last))), selection)
	if err != nil {
		return nil, nil, usage(hintOf(err), "%w", err)
	}
	if f.lastFailed {
		cases = slices.DeleteFunc(cases, func(c *conformance.Case) bool { return !slices.Contains(last, c.Name()) })
	}
	return cases, known, nil
}

func suiteWith(examples int) []*conformance.Case {
	return append(cases.Suite(), cases.Examples(examples)...)
}

func (f *choiceFlags) selection(a *app) (s cases.Selection, err error) {
	if f.examples < 0 || f.examples > mostExamples {
		return s, usage("", "--examples: got %d, want 0 to %d", f.examples, mostExamples)
	}
	if s.Run, err = a.patterns("--run", f.run); err != nil {
		return s, err
	}
	if s.Skip, err = a.patterns("--skip", f.skip); err != nil {
		return s, err
	}
	if f.tags != nil {
		if s.Tags, err = cases.ParseTags(strings.Join(f.tags, ",")); err != nil {
			return s, usage(hintOf(err), "--tag: %w", err)
		}
	}
	if f.shard != "" {
		if s.Shard, err = cases.ParseShard(f.shard); err != nil {
			return s, usage("", "--shard: %w", err)
		}
	}
	s.Level = map[string]payloads.Level{"must": payloads.Must, "should": payloads.Should, "may": payloads.May}[f.level]
	return s, nil
}

// patterns reads the lists among the patterns of a flag.
func (a *app) patterns(flag string, given []string) ([]string, error) {
	var patterns []string
	for _, text := range given {
		name, isFile := strings.CutPrefix(text, "@")
		if !isFile {
			patterns = append(patterns, text)
			continue
		}
		data, err := a.readFile(flag, name)
		if err != nil {
			return nil, err
		}
		listed := conformance.PatternsIn(string(data))
		if len(listed) == 0 {
			return nil, usage("", "%s @%s: there is no pattern in it", flag, name)
		}
		patterns = append(patterns, listed...)
	}
	return patterns, nil
}

// listPlan is what --dry-run does: it says what would be played.
func (a *app) listPlan(p *testPlan) error {
	var list []entry
	for _, c := range p.cases {
		list = append(list, caseEntry(c))
	}
	if err := writeEntries(a.out, list, p.o.output.format == "json"); err != nil {
		return err
	}
	a.note("dry run: nothing was sent; %s would be played", words.Plural(len(p.cases), "case"))
	if len(p.cases) == 0 && !p.o.choice.allowEmpty {
		return &exitError{code: exitNothing}
	}
	return nil
}

// caseEntry is a case as lists show it.
func caseEntry(c *conformance.Case) entry {
	tags := strings.Split(c.Tags.String(), ",")
	return entry{
		[]string{c.Name(), c.Level.String(), c.Expect.String(), strings.Join(tags, ","), c.Doc},
		map[string]any{
			"case": c.Name(), "callback": c.Command.Name, "id": c.ID, "section": c.Section, "level": c.Level.String(), "expect": c.Expect.String(),
			"tags": tags, "doc": c.Doc, "source": c.Source, "waits": c.Waits.String(), "needs": needsOf(c),
		},
	}
}

func needsOf(c *conformance.Case) []string {
	needs := []string{}
	for _, n := range []struct {
		need conformance.Needs
		flag string
	}{{conformance.NeedsToken, "token"}, {conformance.NeedsSDKAppID, "sdk-app-id"}, {conformance.NeedsTLS, "https"}} {
		if c.Needs&n.need != 0 {
			needs = append(needs, n.flag)
		}
	}
	return slices.Clip(needs)
}
