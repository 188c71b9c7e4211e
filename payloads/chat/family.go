package chat

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
)

// Family is a name for several callbacks, in selections, filters and budgets.
type Family struct {
	Name, Doc string

	has func(*payloads.Command) bool
}

// Families lists them, the widest first.
func Families() []Family {
	return []Family{
		{"all", "all of them", func(*payloads.Command) bool { return true }},
		{"usual", strings.Join(usual(), ", ") + ", which are played where nothing else is chosen", IsUsual},
		{"before", "those before an event, whose answer decides on it", isBefore},
		{"group", "about groups and their topics", within("Group.")},
		{"group-before", "before something happens in a group", within("Group.CallbackBefore")},
		{"group-after", "after something has happened in a group", within("Group.CallbackAfter")},
		{"topics", "about the topics of communities", isAboutTopics},
		{"c2c", "about messages between two users", within("C2C.")},
		{"bots", "for bots", within("Bot.", "Chatbot.")},
		{"sns", "about friends and blocklists", within("Sns.")},
		{"follows", "about followers", within("Follow.")},
		{"official", "about official accounts", within("OfficialAccount.")},
		{"push", "about pushes", within("Push.")},
	}
}

func usual() []string { return []string{"bot", "send", "recall", "attr"} }

// IsUsual reports whether the callback is one of [Usual].
func IsUsual(c *payloads.Command) bool { return slices.Contains(usual(), c.Short) }

// Usual are the callbacks that are played where nothing else is chosen.
func Usual() []*payloads.Command {
	return slices.DeleteFunc(All(), func(c *payloads.Command) bool { return !IsUsual(c) })
}

func within(prefixes ...string) func(*payloads.Command) bool {
	return func(c *payloads.Command) bool {
		return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(c.Name, prefix) })
	}
}

func isBefore(c *payloads.Command) bool {
	return c.Answer.Decides() && c.Answer.FieldThat(payloads.Reply) == nil
}

func isAboutTopics(c *payloads.Command) bool {
	return strings.HasPrefix(c.Name, "Group.") && strings.Contains(c.Name, "Topic")
}

// IsFamily reports whether a name is that of a family.
func IsFamily(name string) bool {
	return slices.ContainsFunc(Families(), func(f Family) bool { return f.Name == name })
}

// Choose lists the callbacks that names mean, each once and in the order of [All]. A name is as [Matches] takes it:
// that of a callback, its short one, that of a family, or a pattern. The error of a name that means none is a
// *[payloads.UnknownError].
func Choose(names ...string) ([]*payloads.Command, error) {
	for _, name := range names {
		if _, err := path.Match(name, ""); err != nil {
			return nil, fmt.Errorf("callback %q: %w", name, err)
		}
		if slices.ContainsFunc(all(), func(c *payloads.Command) bool { return Matches(c, name) }) {
			continue
		}
		if _, err := Lookup(name); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(All(), func(c *payloads.Command) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return Matches(c, name) })
	}), nil
}

// Matches reports whether a name means the callback: its own, its short one, that of a family, or a pattern for one of
// the first two with * and ?.
func Matches(c *payloads.Command, name string) bool {
	for _, f := range Families() {
		if f.Name == name {
			return f.has(c)
		}
	}
	full, _ := path.Match(name, c.Name)
	short, _ := path.Match(name, c.Short)
	return full || short
}
