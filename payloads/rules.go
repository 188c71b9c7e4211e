package payloads

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Rule is a requirement that ties several fields of a packet together, for instance that a TopicId begins with the
// GroupId. What concerns one field alone is in its [Type].
type Rule struct {
	ID       string // kebab-case, never renamed; it is the ID of the [Problem]
	Doc      string // the requirement, in a sentence
	Source   string
	Level    Level    // of its problems
	Evidence Evidence // how sure the source is
	Check    func(packet Value, report Report)
}

// Report adds a problem at a path of the packet. The message is formatted as by fmt.Sprintf.
type Report func(at jsontree.Path, format string, args ...any)

func rule(id string, level Level, source, doc string, check func(Value, Report)) Rule {
	return Rule{ID: id, Doc: doc, Source: source, Level: level, Check: check}
}

func (r Rule) evidence(e Evidence) Rule {
	r.Evidence = e
	return r
}

func path(steps ...string) jsontree.Path { return steps }

// stringAt is the text of a field and whether the field is a string. Another type is a problem of the field table.
func stringAt(packet Value, name string) (text string, is bool) {
	v := packet.Get(name)
	return v.Text(), v.Kind() == jsontree.KindString
}

// GroupRules are those of every callback about a group. accounts are its accounts beside sender and operator.
func GroupRules(accounts ...string) []Rule {
	return []Rule{
		rule("community-group-id", Should, groupSystem,
			"the GroupId of a community, and of no other group, begins @TGS#_", communityGroupID),
		rule("ascii-group-id", Should,
			groupSystem+": ids of the application's own are printable ASCII, at most 48 bytes",
			"a GroupId is printable ASCII and not empty", asciiGroupID),
		rule("topic-in-community", Must, "field table: applies only to communities that support topics",
			"only communities have a TopicId", topicInCommunity),
		rule("topic-of-group", Should, groupSystem,
			"a TopicId is the GroupId, @TOPIC#_ and the topic's own part", topicOfGroup),
		rule("topic-empty", May, "sample of a sibling callback (269/129193)",
			"outside topics TopicId is absent", topicEmpty).evidence(Observed),
		EventTimeRule(),
		ASCIIAccountsRule(append([]string{"From_Account", "Operator_Account"}, accounts...)...),
	}
}

func communityGroupID(p Value, report Report) {
	id, isID := stringAt(p, "GroupId")
	kind, isKind := stringAt(p, "Type")
	named, typed := strings.HasPrefix(id, communityPrefix), kind == community
	if typed && !named && isID {
		report(path("GroupId"), "got %s in a Community, want one that begins %s",
			describe(p.Get("GroupId")), communityPrefix)
	} else if named && !typed && isKind {
		report(path("Type"), "got %s with a GroupId that begins %s, want %s",
			describe(p.Get("Type")), communityPrefix, community)
	}
}

func asciiGroupID(p Value, report Report) {
	if id, is := stringAt(p, "GroupId"); is && (id == "" || !isASCII(id)) {
		report(path("GroupId"), "got %s, want printable ASCII", describe(p.Get("GroupId")))
	}
}

func topicInCommunity(p Value, report Report) {
	kind, isKind := stringAt(p, "Type")
	topic, isTopic := stringAt(p, "TopicId")
	if isTopic && topic != "" && isKind && kind != community {
		report(path("TopicId"), "got a topic in a group of type %q, want it in a %s only", kind, community)
	}
}

func topicOfGroup(p Value, report Report) {
	topic, isTopic := stringAt(p, "TopicId")
	group, isGroup := stringAt(p, "GroupId")
	want := group + topicMark
	if topic != "" && isTopic && isGroup && !strings.HasPrefix(topic, want) {
		report(path("TopicId"), "got %q, which is a topic of another group; want it to begin %q", topic, want)
	} else if topic == want {
		report(path("TopicId"), "got %q, which names no topic: nothing follows %s", topic, topicMark)
	}
}

func topicEmpty(p Value, report Report) {
	if topic, is := stringAt(p, "TopicId"); is && topic == "" {
		report(path("TopicId"), "is empty, which no page of this callback shows; it reads as absent")
	}
}

// ASCIIAccountsRule is about the accounts at some dotted paths, in which "*" stands for the entries of a list.
func ASCIIAccountsRule(at ...string) Rule {
	check := func(p Value, report Report) {
		for _, dotted := range at {
			everyAt(nil, p, strings.Split(dotted, "."), func(here jsontree.Path, v Value) {
				switch {
				case v.Kind() != jsontree.KindString:
				case v.Text() == "":
					report(here, "is empty, want a UserID; a REST message without a known account has "+
						"@TLS#NOT_FOUND (observed)")
				case !isASCII(v.Text()):
					report(here, "got %q, want printable ASCII", v.Text())
				}
			})
		}
	}
	return rule("ascii-accounts", Should, "Use Limits (1047/34381); letters and digits are recommended",
		"accounts are printable ASCII and not empty", check)
}

// isASCII reports whether all of a text is printable ASCII, blanks included.
func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// UniqueRule demands that no entry of a list has the key of an earlier one. Without a key it is the whole entry.
func UniqueRule(id, list string, key jsontree.Path) Rule {
	doc := "no entry of " + list + " repeats an earlier one"
	return rule(id, May, "inferred", doc, func(p Value, report Report) {
		seen := map[string]bool{}
		for i, e := range p.Get(list).Items() {
			v := e.Value.At(key)
			if !v.IsAbsent() && seen[v.JSON()] {
				report(append(path(list, strconv.Itoa(i)), key...), "repeats an earlier entry")
			}
			seen[v.JSON()] = true
		}
	}).evidence(Inferred)
}

// AttrRules are those of changed attributes.
func AttrRules() []Rule {
	return []Rule{
		UniqueRule("unique-attributes", "GroupAttr", path("key")),
		rule("attribute-total", Must, "attribute limits (1047/44190)",
			"all values together are at most 16000 bytes", attrTotal),
		rule("attributes-given", Must, "field table and sample (1047/60394)",
			"set and modify list attributes with their values", attrsGiven),
	}
}

func attrTotal(p Value, report Report) {
	total := 0
	for _, e := range p.Get("GroupAttr").Items() {
		total += len(e.Value.Get("value").Text())
	}
	if total > maxAttrTotal {
		report(path("GroupAttr"), "holds %d bytes of values, want at most %d", total, maxAttrTotal)
	}
}

func attrsGiven(p Value, report Report) {
	option := p.Get("OptionType").Text()
	if option != "set" && option != "modify" {
		return
	}
	if p.Get("GroupAttr").IsAbsent() {
		report(path("GroupAttr"), "is missing although OptionType is %s", option)
	}
	for i, e := range p.Get("GroupAttr").Items() {
		if e.Value.Kind() == jsontree.KindObject && e.Value.Get("value").IsAbsent() {
			report(path("GroupAttr", strconv.Itoa(i), "value"), "is missing although OptionType is %s", option)
		}
	}
}
