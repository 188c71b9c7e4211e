package payloads

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Extensions are pairs of key and value that people put on a message, for instance their votes. Groups and one-to-one
// messages have the same three fields for them (1047/76007, 1047/76006).

const (
	extensionPages  = "samples of 1047/76006 and 1047/76007"
	extensionLimits = "limits of the REST API (1047/52170; inferred: in a callback)"
	maxExtensions   = 20 // entries of one REST request
	maxExtensionKey = 100
	maxExtensionVal = 1000
)

// What is done to extensions, as OperateType.
const (
	extensionsSet = 1 + iota
	extensionsDeleted
	extensionsCleared
)

// ExtensionFields are OperateType, ExtensionList and Seq.
func ExtensionFields() []Field {
	pair := Object(
		Part("Key", inferred(Text(maxExtensionKey)), "name of the extension").Sent(SampleOnly),
		Part("Value", inferred(Text(maxExtensionVal)), "its value, empty where it was deleted").Sent(SampleOnly).
			Of("", IsUserText),
		Part("Seq", Integer(0, 0), "version of the pair").Sent(SampleOnly),
	)
	return []Field{
		Part("OperateType", Integer(extensionsSet, extensionsCleared),
			"1: pairs were set, 2: pairs were deleted, 3: all were cleared").Of("", IsKey).By(makeOperateType),
		Part("ExtensionList", inferred(Array(pair, 0, maxExtensions)), "the pairs that were set or deleted; empty "+
			"where all were cleared; up to 20 through the REST API (inferred: in a callback)").
			Of("extensions", IsKey).By(makeExtensions),
		Part("Seq", Integer(0, 0), "version of the message's extensions after the change; counts up with each change "+
			"of the message's").Of("", IsKey).By(func(g *Gen) Value {
			d := g.Draw("Seq")
			return jsontree.Int(d.Between(1, 99))
		}),
	}
}

func makeOperateType(g *Gen) Value {
	d := g.Draw("OperateType")
	if g.scope == Domain && d.Chance(40) {
		return jsontree.Int(d.Between(extensionsDeleted, extensionsCleared))
	}
	return jsontree.Int(extensionsSet)
}

// makeExtensions fits OperateType. The pairs have the version of the change.
func makeExtensions(g *Gen) Value {
	d := g.Draw("ExtensionList")
	if g.Int("OperateType") == extensionsCleared {
		return Arr()
	}
	return jsontree.Array(g.extensions(&d, g.HowMany(&d, maxExtensions, 40, 4))...)
}

// extensions are n pairs with a key each.
func (g *Gen) extensions(d *Draw, n int) []Value {
	keys := []string{"vote", "rsvp", "seen", "emoji"}
	list := make([]Value, n)
	for i := range list {
		key, value := "key"+itoa(int64(i)), d.Pick([]string{"yes", "2", `{"n":1}`, "+1"})
		if i < len(keys) {
			key = keys[i]
		}
		if g.Int("OperateType") == extensionsDeleted {
			value = ""
		}
		list[i] = extension(key, value, max(g.Int("Seq"), 0))
	}
	return list
}

func extension(key, value string, seq int64) Value {
	return Obj("Key", key, "Value", value, "Seq", seq)
}

// ExtensionRules tie the pairs to what was done and to its version.
func ExtensionRules() []Rule {
	return []Rule{
		UniqueRule("unique-extensions", "ExtensionList", path("Key")),
		rule("extensions-fit", Should, extensionPages,
			"a change that deletes lists pairs without a value, and one that clears lists none", extensionsFit),
		rule("extension-version", Should, extensionPages+"; inferred",
			"no pair is of a later version than the message's extensions", extensionVersion).evidence(Inferred),
	}
}

func extensionsFit(p Value, report Report) {
	list := p.Get("ExtensionList").Items()
	switch n, _ := p.Get("OperateType").Int64(); {
	case n == extensionsCleared && len(list) > 0:
		report(path("ExtensionList"), "has %d pairs although OperateType 3 clears all", len(list))
	case n == extensionsDeleted:
		for i, e := range list {
			if v := e.Value.Get("Value"); v.Kind() == jsontree.KindString && v.Text() != "" {
				report(path("ExtensionList", strconv.Itoa(i), "Value"), "got %s although OperateType 2 deletes it",
					describe(v))
			}
		}
	}
}

func extensionVersion(p Value, report Report) {
	newest, isInt := p.Get("Seq").Int64()
	for i, e := range p.Get("ExtensionList").Items() {
		if n, is := e.Value.Get("Seq").Int64(); is && isInt && newest >= 0 && n > newest {
			report(path("ExtensionList", strconv.Itoa(i), "Seq"), "is %d, later than Seq, which is %d", n, newest)
		}
	}
}

// extensionCases are about changed extensions.
func extensionCases(*Command, string) []Variant {
	operate := func(n int) Change { return Set("OperateType", n) }
	pairs := func(n int) Change {
		return From("ExtensionList", func(g *Gen) Value {
			d := g.Draw("pairs of a case")
			return jsontree.Array(g.extensions(&d, n)...)
		})
	}
	long := func(g *Gen) Value {
		return Arr(extension("vote", strings.Repeat("v", maxExtensionVal), max(g.Int("Seq"), 0)))
	}
	return []Variant{
		must("ext-set", "two pairs are set", extensionPages, operate(extensionsSet), pairs(2)),
		must("ext-delete", "two pairs are deleted; their values are empty", extensionPages,
			operate(extensionsDeleted), pairs(2)),
		must("ext-clear", "all pairs are cleared; the list is empty", extensionPages,
			operate(extensionsCleared), Set("ExtensionList", Arr())),
		should("ext-clear-absent-list", "all pairs are cleared; no list", "inferred",
			operate(extensionsCleared), Remove("ExtensionList")).offSpec("/ExtensionList"),
		should("ext-twenty", "20 pairs are set", extensionLimits, operate(extensionsSet), pairs(maxExtensions)),
		may("ext-twenty-one", "21 pairs are set, above the REST API's limit", extensionLimits,
			operate(extensionsSet), pairs(maxExtensions+1)).expect(ExpectSurvive).offSpec("/ExtensionList"),
		must("ext-value-1000", "a value of 1000 bytes", extensionLimits,
			operate(extensionsSet), From("ExtensionList", long)).expect(ExpectValue),
		should("ext-seq-jump", "two changes, between which others were missed", "missed callbacks; inferred").steps(
			step("version 3", operate(extensionsSet), Set("Seq", 3)),
			step("version 9", operate(extensionsSet), Set("Seq", 9))),
		may("ext-operate-4", "an OperateType that no page lists", "open list; inferred",
			operate(extensionsCleared+1)).expect(ExpectSurvive).offSpec("/OperateType"),
	}
}
