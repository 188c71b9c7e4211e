package payloads

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Rule ties several fields of a packet together.
type Rule struct {
	ID     string
	Doc    string
	Source string
	Level  Level
	// Evidence is how sure the source is.
	Evidence Evidence
	Check    func(packet Value, report Report)
}

// Report tells where in the packet a rule is broken and how.
type Report func(at jsontree.Path, message string)

func path(steps ...string) jsontree.Path { return steps }

// entries are an array's items; what stands in an array's place has none.
func entries(list Value) []jsontree.Member {
	if list.Kind() != jsontree.KindArray {
		return nil
	}
	return list.Members()
}

func groupRules() []Rule {
	return []Rule{
		{
			ID: "community-group-id", Level: Should, Source: "Group System (1047/33529)",
			Doc: "the GroupId of a community, and of no other group, begins @TGS#_",
			Check: func(p Value, report Report) {
				named, typed := strings.HasPrefix(p.Get("GroupId").Text(), communityPrefix), p.Get("Type").Text() == community
				if typed && !named && p.Get("GroupId").Kind() == jsontree.KindString {
					report(path("GroupId"), fmt.Sprintf("got %s in a Community, want one that begins %s", describe(p.Get("GroupId")), communityPrefix))
				} else if named && !typed && p.Get("Type").Kind() == jsontree.KindString {
					report(path("Type"), fmt.Sprintf("got %s with a GroupId that begins %s, want %s", describe(p.Get("Type")), communityPrefix, community))
				}
			},
		},
		{
			ID: "ascii-group-id", Level: Should, Source: "Group System (1047/33529): ids of the application's own are printable ASCII, at most 48 bytes",
			Doc: "a GroupId is printable ASCII and not empty",
			Check: func(p Value, report Report) {
				id := p.Get("GroupId")
				if id.Kind() == jsontree.KindString && (id.Text() == "" || !isASCII(id.Text())) {
					report(path("GroupId"), fmt.Sprintf("got %s, want printable ASCII", describe(id)))
				}
			},
		},
		{
			ID: "topic-in-community", Level: Must, Source: "field table: applies only to communities that support topics",
			Doc: "only communities have a TopicId",
			Check: func(p Value, report Report) {
				kind, topic := p.Get("Type"), p.Get("TopicId")
				if topic.Kind() == jsontree.KindString && topic.Text() != "" && kind.Kind() == jsontree.KindString && kind.Text() != community {
					report(path("TopicId"), fmt.Sprintf("got a topic in a group of type %q, want it in a %s only", kind.Text(), community))
				}
			},
		},
		{
			ID: "topic-of-group", Level: Should, Source: "Group System (1047/33529)",
			Doc: "a TopicId is the GroupId, @TOPIC#_ and the topic's own part",
			Check: func(p Value, report Report) {
				id, group := p.Get("TopicId"), p.Get("GroupId")
				topic := id.Text()
				if want := group.Text() + topicMark; topic != "" && id.Kind() == jsontree.KindString && group.Kind() == jsontree.KindString && !strings.HasPrefix(topic, want) {
					report(path("TopicId"), fmt.Sprintf("got %q, which is a topic of another group; want it to begin %q", topic, want))
				} else if topic == want {
					report(path("TopicId"), fmt.Sprintf("got %q, which names no topic: nothing follows %s", topic, topicMark))
				}
			},
		},
		{
			ID: "topic-empty", Level: May, Evidence: Observed, Source: "sample of a sibling callback (269/129193)",
			Doc: "outside topics TopicId is absent",
			Check: func(p Value, report Report) {
				if t := p.Get("TopicId"); t.Kind() == jsontree.KindString && t.Text() == "" {
					report(path("TopicId"), "is empty, which no page of this callback shows; it reads as absent")
				}
			},
		},
		{
			ID: "event-time-milliseconds", Level: Should, Source: "field table: milliseconds",
			Doc: "EventTime is a time of this century in milliseconds",
			Check: func(p Value, report Report) {
				n, err := strconv.ParseInt(p.Get("EventTime").Text(), 10, 64)
				if err == nil && !isInMilliseconds(n) {
					report(path("EventTime"), fmt.Sprintf("got %d, which is no time of this century in milliseconds", n))
				}
			},
		},
		{
			ID: "ascii-accounts", Level: Should, Source: "Use Limits (1047/34381); letters and digits are recommended",
			Doc: "accounts are printable ASCII and not empty",
			Check: func(p Value, report Report) {
				for _, name := range []string{"From_Account", "Operator_Account"} {
					switch account := p.Get(name); {
					case account.Kind() != jsontree.KindString: // the field table's
					case account.Text() == "":
						report(path(name), "is empty, want a UserID; a REST message without a known account has @TLS#NOT_FOUND (observed)")
					case !isASCII(account.Text()):
						report(path(name), fmt.Sprintf("got %q, want printable ASCII", account.Text()))
					}
				}
			},
		},
	}
}

// isInMilliseconds says that a number is a time of this century in milliseconds.
func isInMilliseconds(n int64) bool {
	const year2001, year2100 = 978_307_200_000, 4_102_444_800_000
	return n >= year2001 && n <= year2100
}

// isASCII says that all of a text can be printed on a typewriter.
func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

func uniqueBotsRule() Rule {
	return unique("unique-robots", "AtRobots_Account", nil)
}

func uniqueSeqRule() Rule {
	return unique("unique-recalls", "MsgSeqList", path("MsgSeq"))
}

func uniqueKeyRule() Rule {
	return unique("unique-attributes", "GroupAttr", path("key"))
}

func unique(id, list string, key jsontree.Path) Rule {
	return Rule{
		ID: id, Level: May, Evidence: Inferred, Source: "inferred", Doc: "no entry of " + list + " repeats an earlier one",
		Check: func(p Value, report Report) {
			seen := map[string]bool{}
			for i, e := range entries(p.Get(list)) {
				v := e.Value.At(key)
				if !v.IsAbsent() && seen[v.JSON()] {
					report(append(path(list, strconv.Itoa(i)), key...), "repeats an earlier entry")
				}
				seen[v.JSON()] = true
			}
		},
	}
}

func attrTotalRule() Rule {
	return Rule{
		ID: "attribute-total", Level: Must, Source: "attribute limits (1047/44190)", Doc: "all values together are at most 16000 bytes",
		Check: func(p Value, report Report) {
			total := 0
			for _, e := range entries(p.Get("GroupAttr")) {
				total += len(e.Value.Get("value").Text())
			}
			if total > maxAttrTotal {
				report(path("GroupAttr"), fmt.Sprintf("holds %d bytes of values, want at most %d", total, maxAttrTotal))
			}
		},
	}
}

func attrListRule() Rule {
	return Rule{
		ID: "attributes-given", Level: Must, Source: "field table and sample (1047/60394)", Doc: "set and modify list attributes with their values",
		Check: func(p Value, report Report) {
			if option := p.Get("OptionType").Text(); option != "set" && option != "modify" {
				return
			}
			if p.Get("GroupAttr").IsAbsent() {
				report(path("GroupAttr"), "is missing although OptionType is "+p.Get("OptionType").Text())
			}
			for i, e := range entries(p.Get("GroupAttr")) {
				if e.Value.Kind() == jsontree.KindObject && e.Value.Get("value").IsAbsent() {
					report(path("GroupAttr", strconv.Itoa(i), "value"), "is missing although OptionType is "+p.Get("OptionType").Text())
				}
			}
		},
	}
}
