// Package catalogue lists and explains callbacks, edge cases, requirements, faults, fields and formats.
package catalogue

import (
	"slices"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Kind is one kind of items.
type Kind struct {
	Name, Doc string
	Items     func() []Item
}

// Lists are the kinds that have a list.
func Lists() []Kind {
	return []Kind{
		{"callbacks", "the callback commands", callbacks},
		{"variants", "the edge cases of the request packets", variants},
		{"cases", "the cases of test, callback by callback", each(suite, Case)},
		{"checks", "the requirements on answers", checks},
		{"rules", "the requirements on packets and captures, which lint checks", rules},
		{"faults", "ways in which the reference backend can be wrong", Faults},
		{"formats", "formats of results and of printed requests", formatItems},
	}
}

func suite() []*conformance.Case { return cases.Suite(chat.All()...) }

func callbacks() []Item { return each(chat.All, callbackItem)() }
func variants() []Item  { return each(chat.Catalogue, cataloguedVariant)() }
func checks() []Item    { return each(judge.Checks, checkItem)() }
func rules() []Item     { return each(lint.Rules, ruleItem)() }
func elements() []Item  { return each(payloads.Elements, elementItem)() }

// Faults are the ways in which the reference backend can be wrong.
func Faults() []Item { return each(backend.Faults, faultItem)() }

func each[T any](all func() []T, item func(T) Item) func() []Item {
	return func() []Item {
		var list []Item
		for _, one := range all() {
			list = append(list, item(one))
		}
		return list
	}
}

// Find gives the item of a name, and none for an unknown one. Of two kinds with the same name the first counts: a rule
// of lint that is also a check is found as the check. CallbackCommand is two items, a query parameter and a field.
func Find(name string) []Item {
	if found := TampersNamed(name); found != nil {
		return []Item{tamperItem(found)}
	}
	for _, kind := range []func() []Item{callbacks, checks, rules, Faults, elements} {
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
	kinds := []func() []Item{callbacks, checks, rules, Faults, elements, variants, members, fields, answered, tampers}
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
