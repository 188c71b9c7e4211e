package cases

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Selection chooses cases of a suite. Without patterns, tags and a shard it chooses all but the ones tagged stress.
type Selection struct {
	Run   []string       // patterns of names, see [conformance.ParsePattern]; none: all
	Skip  []string       // patterns of what is left out
	Tags  TagFilter      // see [ParseTags]
	Level payloads.Level // that level and stronger ones; [payloads.May] takes all
	Shard Shard
}

// Select takes cases in their order. A pattern that matches none of them is a *[NoMatchError].
// A case that is named in full runs although a default run would leave it out. One about the endpoint is played with
// one callback, or with each of the usual ones among them.
func Select(cases []*conformance.Case, s Selection) ([]*conformance.Case, error) {
	run, err := parsePatterns(cases, s.Run)
	if err != nil {
		return nil, err
	}
	skip, err := parsePatterns(cases, s.Skip)
	if err != nil {
		return nil, err
	}
	matches := func(patterns []conformance.Pattern, c *conformance.Case) bool {
		return slices.ContainsFunc(patterns, func(p conformance.Pattern) bool { return p.Matches(c) })
	}
	named := func(c *conformance.Case) bool {
		return slices.ContainsFunc(run, func(p conformance.Pattern) bool {
			return !p.IsGlob() && p.Matches(c) && !p.IsCallback(c)
		})
	}
	var selected []*conformance.Case
	for _, c := range cases {
		switch {
		case len(run) > 0 && !matches(run, c), matches(skip, c), c.Level > s.Level:
		case s.Tags.Includes(c.Tags), s.Tags == TagFilter{} && named(c):
			selected = append(selected, c)
		}
	}
	inFull := func(c *conformance.Case) bool {
		return slices.ContainsFunc(run, func(p conformance.Pattern) bool {
			return p.ID != "" && !p.IsGlob() && p.Matches(c)
		})
	}
	return s.Shard.of(oncePerEndpoint(selected, inFull)), nil
}

// oncePerEndpoint leaves out the cases about the endpoint that another callback asks it: one of the usual callbacks,
// each of which always had all of them, or else the first. Those that are named with their callback stay.
func oncePerEndpoint(selected []*conformance.Case, inFull func(*conformance.Case) bool) []*conformance.Case {
	asks := map[string]*payloads.Command{} // by the id of the case
	for _, c := range selected {
		if first := asks[c.ID]; first == nil || !chat.IsUsual(first) && chat.IsUsual(c.Command) {
			asks[c.ID] = c.Command
		}
	}
	return slices.DeleteFunc(selected, func(c *conformance.Case) bool {
		return c.Endpoint && !chat.IsUsual(c.Command) && asks[c.ID].Name != c.Command.Name && !inFull(c)
	})
}

func parsePatterns(cases []*conformance.Case, texts []string) ([]conformance.Pattern, error) {
	patterns := make([]conformance.Pattern, len(texts))
	for i, text := range texts {
		p, err := conformance.ParsePattern(text)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(cases, p.Matches) {
			return nil, noMatch(cases, p)
		}
		patterns[i] = p
	}
	return patterns, nil
}

// NoMatchError is the error of a pattern that matches no case.
type NoMatchError struct {
	Pattern string
	Lack    string   // why the callback does not have the case: "State.StateChange has no message"; empty: no case
	Near    []string // what may have been meant, the nearest first
}

func (e *NoMatchError) Error() string {
	text := fmt.Sprintf("no case matches %q", e.Pattern)
	if e.Lack != "" {
		text += ": " + e.Lack
	}
	return text
}

// Hint names what may have been meant.
func (e *NoMatchError) Hint() string {
	if len(e.Near) == 0 || e.Lack != "" {
		return "timhook list cases shows the names"
	}
	return "did you mean " + strings.Join(e.Near, ", ") + "?"
}

// noMatch looks for near names in the spelling of the pattern: with the callback's full or short name, or without it.
func noMatch(cases []*conformance.Case, p conformance.Pattern) error {
	c, err := chat.Lookup(p.Callback)
	for _, t := range tampers() {
		if err == nil && t.ID == p.ID && !t.fits(c) {
			return &NoMatchError{Pattern: p.Text, Lack: c.Name + " " + t.needs.lack}
		}
	}
	unknown, isUnknown := errors.AsType[*payloads.UnknownError](err)
	if isUnknown && p.ID != "" && p.Callback != "all" && len(unknown.Near) > 0 {
		near := slices.Clone(unknown.Near)
		for i, name := range near {
			near[i] = name + "/" + p.ID
		}
		return &NoMatchError{Pattern: p.Text, Near: near}
	}
	var known []string
	for _, c := range cases {
		switch {
		case p.ID == "": // a bare word
			known = append(known, c.ID, c.Command.Short, c.Command.Name)
		case p.Callback == c.Command.Name:
			known = append(known, c.Name())
		case p.Callback == c.Command.Short, p.Callback == "all", p.IsGlob():
			known = append(known, p.Callback+"/"+c.ID)
		}
	}
	return &NoMatchError{Pattern: p.Text, Near: nearest.Names(strings.TrimRight(p.Text, "*"), known)}
}

// Examples lists n further cases for each of the commands, or else of the usual ones: random valid packets over the
// whole documented domain, named "example#0" and so on. The same number is the same packet for the same seed, however
// many there are.
func Examples(n int, commands ...*payloads.Command) []*conformance.Case {
	var cases []*conformance.Case
	for _, command := range chosen(commands) {
		for k := range n {
			c := conformance.VariantCase(command, payloads.Example(), false)
			c.ID = fmt.Sprintf("%s#%d", c.Variant.ID, k)
			c.Tamper, c.Number = c.ID, uint64(k)
			cases = append(cases, c)
		}
	}
	return cases
}

// ExamplesNamed is how many examples for each callback are needed so that the patterns find those that they name:
// 4 for "send/example#3".
func ExamplesNamed(patterns []string) int {
	most := 0
	for _, text := range patterns {
		_, number, found := strings.Cut(text, payloads.Example().ID+"#")
		if k, err := strconv.Atoi(number); found && err == nil && k >= 0 && k < mostExamples {
			most = max(most, k+1)
		}
	}
	return most
}

// mostExamples bounds what a pattern alone can ask for.
const mostExamples = 100_000
