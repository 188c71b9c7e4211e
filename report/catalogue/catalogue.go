// Package catalogue lists and explains callbacks, edge cases, requirements, faults, fields and formats.
package catalogue

import (
	"slices"

	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/requirement"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Kind is one kind of items: those of the callbacks that are chosen, or the same whatever is chosen.
type Kind struct {
	Name, Doc string
	Items     func(chosen []*payloads.Command) []Item
}

// Lists are the kinds that have a list.
func Lists() []Kind {
	return []Kind{
		{"callbacks", "the callback commands", callbacksOf},
		{"variants", "the edge cases of the request packets", variantsOf},
		{"cases", "the cases of test, callback by callback", casesOf},
		{"checks", "the requirements on answers", always(checks)},
		{"rules", "the requirements on packets and captures, which lint checks", always(rules)},
		{"requirements", "what the pages ask of a backend, and what tests it", always(requirements)},
		{"faults", "ways in which the reference backend can be wrong", always(Faults)},
		{"formats", "formats of results and of printed requests", always(formatItems)},
	}
}

func callbacksOf(chosen []*payloads.Command) []Item { return items(chosen, callbackItem) }

func variantsOf(chosen []*payloads.Command) []Item {
	isChosen := map[string]bool{}
	for _, c := range chosen {
		isChosen[c.Short] = true
	}
	var list []Item
	for _, e := range chat.Catalogue() {
		e.Commands = slices.DeleteFunc(e.Commands, func(short string) bool { return !isChosen[short] })
		if len(e.Commands) > 0 {
			list = append(list, cataloguedVariant(e))
		}
	}
	return list
}

func casesOf(chosen []*payloads.Command) []Item { return items(cases.Suite(chosen...), Case) }

func always(all func() []Item) func([]*payloads.Command) []Item {
	return func([]*payloads.Command) []Item { return all() }
}

func callbacks() []Item    { return callbacksOf(chat.All()) }
func variants() []Item     { return variantsOf(chat.All()) }
func checks() []Item       { return items(judge.Checks(), checkItem) }
func requirements() []Item { return items(requirement.All(), requirementItem) }
func rules() []Item        { return items(lint.Rules(), ruleItem) }
func elements() []Item     { return items(payloads.Elements(), elementItem) }

// Faults are the ways in which the reference backend can be wrong.
func Faults() []Item { return items(backend.Faults(), faultItem) }

func items[T any](all []T, item func(T) Item) []Item {
	var list []Item
	for _, one := range all {
		list = append(list, item(one))
	}
	return list
}

// Find gives the item of a name, and none for an unknown one. Of two kinds with the same name the first counts: a rule
// of lint that is also a check is found as the check. CallbackCommand is two items, a query parameter and a field.
func Find(name string) []Item {
	if found := TampersNamed(name); found != nil {
		return []Item{tamperItem(found)}
	}
	for _, kind := range []func() []Item{callbacks, families, checks, rules, requirements, Faults, elements} {
		for _, item := range kind() {
			if slices.Contains(item.names, name) {
				return []Item{item}
			}
		}
	}
	if v, shorts := variantNamed(name); v != nil {
		return []Item{Variant(v, shorts...)}
	}
	return slices.Concat(membersNamed(name), fieldsNamed(name), answeredNamed(name))
}

// Names lists what [Find] finds, kind by kind and each name once.
func Names() []string {
	var names []string
	seen := map[string]bool{}
	kinds := []func() []Item{callbacks, families, checks, rules, Faults, elements, variants, members, fields, answered, tampers}
	for _, kind := range kinds {
		for _, item := range kind() {
			for _, name := range item.names {
				if !seen[name] {
					names, seen[name] = append(names, name), true
				}
			}
		}
	}
	return names
}
