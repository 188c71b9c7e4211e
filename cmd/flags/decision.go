package flags

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Decisions are the flags about callbacks before an event, whose answers decide on it.
type Decisions struct {
	expected expectedValue
	policy   string
}

const expectFlag = "expect-decision"

// Bind declares the flags.
func (d *Decisions) Bind(g *Group) {
	g.Add(&d.expected, expectFlag, repeatable("the right decision of a callback before an event; one that no pattern "+
		"names is reported, not judged", "PATTERN=DECISION"), Completes(completeDecisions))
	g.Enum(&d.policy, "policy", judge.PassOnFailure.String(),
		"what the console is set to where such a callback fails: let the event pass, or block it", []Choice{
			{judge.PassOnFailure.String(), "the event happens as if it had been allowed"},
			{judge.BlockOnFailure.String(), "it does not happen, and who asked for it sees 80003"},
		})
}

// Policy is what the console is set to.
func (d *Decisions) Policy() judge.Policy {
	if d.policy == judge.BlockOnFailure.String() {
		return judge.BlockOnFailure
	}
	return judge.PassOnFailure
}

// Expected are the entries. An entry that names no case of a deciding callback is an error. An entry of which no case is
// played draws a note, since nothing would hold it.
func (d *Decisions) Expected(a *cli.App, played []*conformance.Case) ([]conformance.ExpectedDecision, error) {
	if len(d.expected) == 0 {
		return nil, nil
	}
	var patterns []string
	for _, e := range d.expected {
		patterns = append(patterns, e.Cases.Text)
	}
	all := cases.SuiteWith(max(1, cases.ExamplesNamed(patterns)), chat.All()...)
	for _, e := range d.expected {
		if !slices.ContainsFunc(all, e.Covers) {
			return nil, cli.Usage(nearestDeciding(e.Cases),
				"--%s %s: no case of a callback whose answer decides is named so", expectFlag, e)
		}
		if err := attainable(e, all); err != nil {
			return nil, cli.Usage("", "--%s %s: %w", expectFlag, e, err)
		}
		if !slices.ContainsFunc(played, e.Covers) {
			a.Note("note: --%s %s covers nothing that is sent here", expectFlag, e)
		}
	}
	return d.expected, nil
}

// attainable is an error where no callback of the cases that the entry covers can decide so.
func attainable(e conformance.ExpectedDecision, all []*conformance.Case) (err error) {
	_, wanted, _ := strings.Cut(e.String(), "=")
	for _, c := range all {
		if !e.Covers(c) {
			continue
		}
		if _, err = backend.ParseDecision(c.Command, wanted); err == nil {
			return nil
		}
	}
	return err
}

// nearestDeciding offers the names that may be meant.
func nearestDeciding(p conformance.Pattern) string {
	var callbacks, ids []string
	for _, c := range decidingCases() {
		callbacks, ids = append(callbacks, c.Command.Short), append(ids, c.Command.Short+"/"+c.ID)
	}
	if near := nearest.Names(p.Text, ids); len(near) > 0 {
		return DidYouMean("", near)
	}
	return "such callbacks are " + strings.Join(slices.Compact(callbacks), ", ")
}

func decidingCases() []*conformance.Case {
	deciding := slices.DeleteFunc(chat.All(), func(c *payloads.Command) bool { return !c.Answer.Decides() })
	return cases.Suite(deciding...)
}

// completeDecisions offers cases, and behind the = decisions.
func completeDecisions(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var list []cobra.Completion
	if pattern, _, has := strings.Cut(typed, "="); has {
		for _, name := range conformance.DecisionNames() {
			list = append(list, pattern+"="+name)
		}
		return list, cobra.ShellCompDirectiveNoFileComp
	}
	for _, c := range decidingCases() {
		list = append(list, cobra.CompletionWithDesc(c.Command.Short+"/"+c.ID+"=", c.Doc))
	}
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// expectedValue is the flag --expect-decision.
type expectedValue []conformance.ExpectedDecision

func (v *expectedValue) String() string { return "" }

// Type is empty: the text of the flag says what it takes.
func (v *expectedValue) Type() string { return "" }

func (v *expectedValue) Set(text string) error {
	e, err := conformance.ParseExpectedDecision(text)
	if err == nil {
		*v = append(*v, e)
	}
	return err
}

// words are those of the line that repeats a run.
func (v *expectedValue) words(name string) []string {
	var texts []string
	for _, e := range *v {
		texts = append(texts, e.String())
	}
	return repeated(name, texts, nil, nil)
}
