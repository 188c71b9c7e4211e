package flags

import (
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Selection is which callbacks "all" and the suite play, for instance those that a backend handles. A callback outside
// of it can still be named.
type Selection struct{ names []string }

// Bind declares the flag.
func (s *Selection) Bind(g *Group, traits ...Trait) {
	s.BindFor(g, "callbacks of the suite and of all, by name, glob or family (default usual): `LIST`", traits...)
}

// BindFor declares the flag with a text of what it chooses.
func (s *Selection) BindFor(g *Group, doc string, traits ...Trait) {
	g.Add((*selectionValue)(s), "callbacks", doc, append(traits, Completes(inList(CompleteCallbacks)))...)
}

// IsGiven reports whether callbacks were selected, by the flag or otherwise.
func (s *Selection) IsGiven() bool { return s.names != nil }

// Names are those of the selected callbacks as they were given; without a selection there are none.
func (s *Selection) Names() []string { return s.names }

// Take selects what a text names, as the flag does.
func (s *Selection) Take(text string) error { return (*selectionValue)(s).Set(text) }

// Commands are the selected callbacks, in the catalogue's order.
func (s *Selection) Commands() []*payloads.Command {
	names := s.names
	if names == nil {
		names = []string{"usual"}
	}
	commands, _ := chat.Choose(names...) // each name was looked up when it was set
	return commands
}

// Others is how many callbacks there are beside the usual ones, where these were not chosen but taken by default.
func (s *Selection) Others() int {
	if s.IsGiven() {
		return 0
	}
	return len(chat.All()) - len(chat.Usual())
}

type selectionValue Selection

func (s *selectionValue) String() string { return strings.Join(s.names, ",") }

// Type is empty: the text of the flag has the placeholder.
func (s *selectionValue) Type() string { return "" }

// Set adds callbacks; commas join several.
func (s *selectionValue) Set(text string) error {
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if _, err := matchCommands(name, chat.All()); err != nil {
			return err
		}
		s.names = append(s.names, name)
	}
	return nil
}
