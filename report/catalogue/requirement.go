package catalogue

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
)

// sourced is where a requirement is from, and how sure that is.
func sourced(source string, evidence payloads.Evidence) string {
	return fmt.Sprintf("%s (%s)", source, evidence)
}

func checkItem(c *judge.Check) Item {
	return Item{
		names:   []string{c.ID},
		title:   fmt.Sprintf(" (%s): %s", c.Level, c.Title),
		columns: facts{{"id", c.ID}, {"level", c.Level}, {"evidence", c.Evidence}, {"title", c.Title}},
		data:    facts{{"source", c.Source}, {"impact", c.Impact}, {"fix", c.Fix}},
		said: facts{
			{"Source", sourced(c.Source, c.Evidence)},
			{"Callbacks", heldFor(c)},
			{"Needs", neededBy(c)},
			{"Impact", c.Impact},
			{"Fix", c.Fix},
		},
		more: func(p printer) { showCheck(p, c) },
	}
}

// neededBy is what a check needs to be held.
func neededBy(c *judge.Check) string {
	if c.Under == judge.Stored {
		return "what the backend has stored, as Effect gives it (docs/go.md)"
	}
	return c.Needs.String()
}

// showCheck shows answers that meet the check and break it. What is about the store shows in none.
func showCheck(p printer, c *judge.Check) {
	if c.Under == judge.Stored {
		p.line("\nNo answer shows it: the callback is answered OK.")
		return
	}
	p.answer("A good answer", c.Good)
	p.answer("A bad answer", cmp.Or(c.Bad, "(none)"))
	var faults []string
	for _, f := range backend.Faults() {
		if slices.Contains(f.Trips, c.ID) {
			faults = append(faults, f.Name)
		}
	}
	if len(faults) > 0 {
		p.line("\nTry it: timhook serve --fault %s", strings.Join(faults, "|"))
	}
}

// heldFor are the callbacks that a check is for, where it is not for all.
func heldFor(c *judge.Check) []string {
	var names []string
	if c.Where == nil {
		return names
	}
	for _, command := range chat.All() {
		if c.IsFor(command) {
			names = append(names, command.Short)
		}
	}
	return names
}

func (p printer) answer(title, answer string) {
	p.line("\n%s", title)
	for line := range strings.Lines(answer) {
		p.line("  %s", safe.Visible(strings.TrimRight(line, "\r\n")))
	}
}

func ruleItem(r lint.Rule) Item {
	return Item{
		names: []string{r.ID},
		title: fmt.Sprintf(" (%s): %s", r.Level, r.Doc),
		columns: facts{
			{"id", r.ID}, {"level", r.Level}, {"subject", r.Subject}, {"evidence", r.Evidence}, {"doc", r.Doc},
		},
		data: facts{{"source", r.Source}},
		said: facts{
			{"About", "the " + string(r.Subject) + " of a captured exchange"},
			{"Source", sourced(r.Source, r.Evidence)},
		},
		more: func(p printer) { p.line("\nLook for it: timhook lint FILE --level may --max 0") },
	}
}

func faultItem(f backend.Fault) Item {
	return Item{
		names:   []string{f.Name},
		title:   ": " + f.Doc,
		columns: facts{{"name", f.Name}, {"trips", f.Trips}, {"doc", f.Doc}},
		said:    facts{{"Trips", f.Trips}, {"Shows in", f.Callback}},
		more: func(p printer) {
			if f.Store != nil {
				p.line("\nNo answer shows it: it is in what the backend has stored.")
				return
			}
			p.line("\nTry it: timhook serve --fault %s", f.Name)
			if f.Callback != "" {
				p.line("        timhook test :8080/im --callbacks %s", f.Callback)
			}
		},
	}
}
