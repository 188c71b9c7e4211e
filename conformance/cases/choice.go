package cases

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Choice is which cases of the whole suite are played. The zero value chooses what a run plays by default, but for
// Level: that of [payloads.Must] is the zero value, and a default run takes [payloads.May].
type Choice struct {
	Callbacks []string // as [chat.Choose] takes them; nil: the usual ones, and those that a pattern of Run names
	Examples  int      // further random packets of each callback
	Selection
}

// Commands are the callbacks whose cases are chosen from, in the catalogue's order. The error of a name that means no
// callback is a *[payloads.UnknownError].
func (c Choice) Commands() ([]*payloads.Command, error) {
	if c.Callbacks != nil {
		return chat.Choose(c.Callbacks...)
	}
	return slices.DeleteFunc(chat.All(), func(of *payloads.Command) bool {
		return !chat.IsUsual(of) && !slices.ContainsFunc(c.Run, func(pattern string) bool { return names(pattern, of) })
	}), nil
}

// names reports whether a pattern has the name of the callback, or of a family of it that is not all.
func names(pattern string, c *payloads.Command) bool {
	callback, _, _ := strings.Cut(pattern, "/")
	isFamily := chat.IsFamily(callback) && callback != "all" && chat.Matches(c, callback)
	return callback == c.Short || callback == c.Name || isFamily
}

// Cases are the cases that are chosen, in the order of the suite. The error of a pattern that matches none is
// a *[NoMatchError].
func (c Choice) Cases() ([]*conformance.Case, error) {
	commands, err := c.Commands()
	if err != nil {
		return nil, err
	}
	return Select(SuiteWith(max(c.Examples, ExamplesNamed(c.Run)), commands...), c.Selection)
}

// Known matches a list of known failures with the cases of all callbacks: a run may play others than its list names.
func (c Choice) Known(entries []conformance.KnownFailure) (*conformance.KnownFailures, error) {
	if len(entries) == 0 {
		return conformance.NewKnown(nil, nil)
	}
	named := make([]string, len(entries))
	for i, e := range entries {
		named[i] = e.Cases()
	}
	examples := max(c.Examples, ExamplesNamed(c.Run), ExamplesNamed(named))
	return conformance.NewKnown(entries, SuiteWith(examples, chat.All()...))
}

// SuiteWith is the suite of the callbacks with so many examples of each.
func SuiteWith(examples int, of ...*payloads.Command) []*conformance.Case {
	return append(Suite(of...), Examples(examples, of...)...)
}
