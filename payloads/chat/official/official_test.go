package official_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat/official"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/payloads/payloadstest"
)

func TestCallbacks(t *testing.T) { payloadstest.Family(t, official.Callbacks()) }

// All queries are plain, and all packets name their command.
func TestNoneDepartsFromThePlainQuery(t *testing.T) {
	for _, c := range official.Callbacks() {
		if c.Query != nil || !c.NamesItself() || !c.Queries("ClientIP") || !c.Queries("OptPlatform") {
			t.Errorf("%s has the query %v", c.Name, c.Query)
		}
	}
}

// A client subscribes its own user; an administrator subscribes others, each once.
func TestSubscribersFitWhoActs(t *testing.T) {
	for _, short := range []string{"official-before-subscribe", "official-subscribe", "official-unsubscribe"} {
		t.Run(short, func(t *testing.T) {
			byAdministrator, byUser, several := 0, 0, 0
			payloadstest.Examples(t, official.Callbacks(), short, func(t *testing.T, p jsontree.Value) {
				operator, names := p.Get("Operator_Account").Text(), map[string]bool{}
				for _, e := range p.Get("SubscribeAccountList").Members() {
					names[e.Value.Get("Subscriber_Account").Text()] = true
				}
				if len(names) != p.Get("SubscribeAccountList").Len() || names["administrator"] {
					t.Errorf("the subscribers are %v", names)
				}
				switch {
				case operator == "administrator":
					byAdministrator++
				case len(names) == 1 && names[operator]:
					byUser++
				default:
					t.Errorf("%s acts for %v", operator, names)
				}
				if len(names) > 1 {
					several++
				}
			})
			if byAdministrator == 0 || byUser == 0 || several == 0 {
				t.Errorf("%d by administrators, %d by users, %d of several", byAdministrator, byUser, several)
			}
		})
	}
}

// Clients cannot create accounts or change them, so an administrator does, through the REST API.
func TestAdministratorsManageAccounts(t *testing.T) {
	for _, short := range []string{"official-before-create", "official-create", "official-info"} {
		packets, err := payloadstest.Lookup(t, official.Callbacks(), short).Build(payloads.Example(),
			payloads.Params{Seed: 7, Now: payloadstest.Now()})
		if err != nil || packets[0].OptPlatform != "RESTAPI" ||
			!strings.Contains(string(packets[0].Body), `"Operator_Account":"administrator"`) {
			t.Errorf("%s: %v, %s with %s", short, err, packets[0].Body, packets[0].OptPlatform)
		}
	}
}

func TestSomethingWasChangedOfAProfile(t *testing.T) {
	counts := map[int]int{}
	payloadstest.Examples(t, official.Callbacks(), "official-info", func(t *testing.T, p jsontree.Value) {
		changed := 0
		for _, name := range []string{"Introduction", "Name", "FaceUrl", "Organization"} {
			if !p.Get(name).IsAbsent() {
				changed++
			}
		}
		if counts[changed]++; changed == 0 {
			t.Error("nothing was changed")
		}
	})
	if len(counts) != 4 {
		t.Errorf("got %v, want one to four of them changed", counts)
	}
}

// A message's key ends in its time, which is just before the event; recalled ones are of the last two minutes.
func TestKeysAreOfTheTime(t *testing.T) {
	payloadstest.Examples(t, official.Callbacks(), "official-send", func(t *testing.T, p jsontree.Value) {
		at, _ := p.Get("MsgTime").Int64()
		event, _ := p.Get("EventTime").Int64()
		parts, age := parts(p.Get("MsgKey")), event-at*1000
		if len(parts) != 3 || parts[2] != at || age < 0 || age > 2000 {
			t.Errorf("MsgKey has %v beside MsgTime %d", parts, at)
		}
	})
	payloadstest.Examples(t, official.Callbacks(), "official-recall", func(t *testing.T, p jsontree.Value) {
		event, _ := p.Get("EventTime").Int64()
		last, seen := int64(0), map[string]bool{}
		for _, e := range p.Get("WithdrawMsgList").Members() {
			key := e.Value.Get("MsgKey")
			parts := parts(key)
			if len(parts) != 3 || seen[key.Text()] || parts[2] < last || parts[2] > event/1000 ||
				event/1000-parts[2] > 120 {
				t.Errorf("recalled is %s", key.Text())
				return
			}
			last, seen[key.Text()] = parts[2], true
		}
	})
}

func parts(key jsontree.Value) []int64 {
	var list []int64
	for text := range strings.SplitSeq(key.Text(), "_") {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil
		}
		list = append(list, n)
	}
	return list
}

func TestAnswersAreJudgedByTheirFamily(t *testing.T) {
	const strange = "answer-code-documented"
	packet := payloadstest.Packet
	var rows [][3]string
	for _, short := range []string{"official-before-create", "official-before-send"} {
		for code, broken := range map[string]string{
			"0": "", "1": "", "120001": "", "130000": "", "120000": strange, "130001": strange, "10100": strange,
			"3": strange,
		} {
			rows = append(rows, [3]string{short, packet(code, "no", ""), broken})
		}
	}
	rows = append(rows, [][3]string{
		{"official-before-create", packet("2", "", ""), strange},
		{"official-before-send", packet("2", "", ""), ""},
		{"official-before-send", packet("0", "", `,"CloudCustomData":"seen"`), ""},
		{
			"official-before-send",
			packet("0", "", `,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"***"}}]`), "",
		},
		{"official-before-send", packet("0", "", `,"MsgBody":[]`), "answer-rewrite-valid"},
		{"official-before-send", packet("0", "", `,"MsgBody":{}`), "answer-rewrite-valid"},
		{"official-before-subscribe", packet("0", "", ""), ""},
		{"official-before-subscribe", packet("1", "", ""), ""},
		{"official-before-subscribe", packet("2", "", ""), strange},
		{"official-before-subscribe", packet("120001", "no", ""), strange}, // the page prints no range
		{"official-before-subscribe", packet("0", "", `,"RefusedSubscribers_Account":["jared"]`), ""},
		{"official-before-subscribe", packet("0", "", `,"RefusedSubscribers_Account":["nobody"]`), "answer-names-known"},
		{
			"official-before-subscribe",
			packet("0", "", `,"RefusedSubscribers_Account":[{"Subscriber_Account":"jared"}]`), "answer-names-list",
		},
		{"official-before-subscribe", packet("0", "", `,"RefusedMembers_Account":["jared"]`), "answer-names-list"},
	}...)
	payloadstest.Answers(t, official.Callbacks(), rows)
}
