package payloads_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// mutation is one way to get a field wrong: JSON in its place, or nothing.
type mutation struct{ what, json string }

// mutations are the ways to get a field of the type wrong.
func mutations(t payloads.Type) []mutation {
	list := []mutation{{"null", `null`}, {"another type", `{"an":"object"}`}}
	str := func(what, text string) { list = append(list, mutation{what, jsontree.String(text).JSON()}) }
	num := func(what string, n int64) { list = append(list, mutation{what, strconv.FormatInt(n, 10)}) }
	switch t.Kind {
	case jsontree.KindString:
		num("a number", 5)
		if t.Const != "" || t.Enum != nil || t.Prefix != "" {
			str("another text", "Something.Else")
		}
		if t.MaxBytes > 0 && t.MaxBytes < 12<<10 {
			str("too many bytes", t.Prefix+strings.Repeat("x", t.MaxBytes+1-len(t.Prefix)))
		}
		if t.MinBytes > 0 {
			str("too few bytes", "")
		}
	case jsontree.KindNumber:
		str("a text", "soon")
		if t.Integer {
			list = append(list, mutation{"a fraction", "1.5"})
			num("too small", t.Min-1)
		}
		if t.Max > 0 {
			num("too large", t.Max+1)
		}
	case jsontree.KindArray:
		str("a text", "x")
		if t.MinItems > 0 {
			list = append(list, mutation{"too few entries", "[]"})
		}
	case jsontree.KindObject:
		list[1].json = `["an array"]`
	case jsontree.KindBool:
		str("a text", "true")
	}
	return list
}

// required are the fields that are not always sent and yet have to be there in the packets at hand.
var required = []string{
	"GroupAttr", "GroupAttr.0.value", "GroupAtInfo.0.GroupAt_Account", "Events.0.MsgKey",
	"TextContent", "ContactItem.To_Account", "FileURL", "Events.0.GroupID",
}

// eithers are fields of which a packet at hand has one and needs one, with the one that is the missing one.
var eithers = map[string]string{
	"MsgList": "MsgList", "JsonMsgKey": "MsgList",
	"Member_Account": "Member_Account", "Modified_Account": "Member_Account",
}

// place is a documented field in a packet that has it.
type place struct {
	path jsontree.Path
	f    payloads.Field
}

// places lists the documented fields that stand in a packet, of each list the first entry.
func places(at jsontree.Path, v jsontree.Value, fields []payloads.Field) []place {
	var found []place
	for _, f := range fields {
		here, part := at.Child(f.Name), v.Get(f.Name)
		if part.IsAbsent() {
			continue
		}
		found = append(found, place{here, f})
		t := f.Type
		if t.Kind == jsontree.KindArray && part.Len() > 0 {
			here, part, t = here.Child("0"), part.Item(0), *t.Items
			found = append(found, place{here, payloads.Field{Type: t}})
		}
		if t.Cases != nil {
			for _, e := range t.Cases() {
				if e.Type == part.Get("MsgType").Text() {
					found = append(found, places(here.Child("MsgContent"), part.Get("MsgContent"), e.Content)...)
				}
			}
		}
		found = append(found, places(here, part, t.Fields)...)
	}
	return found
}

func TestEveryFieldGotWrongIsReportedThereAndOnlyThere(t *testing.T) {
	for _, c := range chat.All() {
		t.Run(c.Short, func(t *testing.T) {
			t.Parallel()
			tried, count := map[string]bool{}, 0
			for i := range c.Variants() {
				v := &c.Variants()[i]
				if len(v.OffSpec) > 0 || v.ID == "baseline-doc-sample" || v.ID == "at-all-with-account" {
					continue
				}
				packet := build(t, c, v, payloads.Params{Seed: 7})[0]
				if packet.Command != c {
					continue
				}
				tree := mustParse(t, string(packet.Body))
				for _, at := range places(nil, tree, c.Request) {
					// One packet for each kind of place: the same field of another element is another place.
					key := at.path.String() + tree.Get("MsgBody").Item(0).Get("MsgType").Text()
					if len(at.path) < 3 {
						key = at.path.String()
					}
					if tried[key] {
						continue
					}
					tried[key] = true
					count += mutateEach(t, c, tree, at)
				}
			}
			if count < 16 {
				t.Errorf("tried %d mutations, want at least 16", count)
			}
		})
	}
}

func mutateEach(t *testing.T, c *payloads.Command, packet jsontree.Value, at place) (tried int) {
	change := func(what string, to jsontree.Value, path string) {
		changed, err := packet.Replace(at.path, func(jsontree.Value) (jsontree.Value, error) { return to, nil })
		if err != nil {
			t.Fatal(err)
		}
		reportedOnly(t, c, changed, at.path.String()+" "+what, path)
		tried++
	}
	for _, m := range mutations(at.f.Type) {
		change(m.what, mustParse(t, m.json), at.path.Pointer())
	}
	switch {
	case at.f.Name == "":
	case eithers[at.f.Name] != "":
		change("removed", jsontree.Absent(), at.path[:len(at.path)-1].Child(eithers[at.f.Name]).Pointer())
	case at.f.Presence == payloads.Always, at.f.Presence == payloads.SampleOnly,
		slices.Contains(required, at.path.String()):
		change("removed", jsontree.Absent(), at.path.Pointer())
	default:
		change("removed", jsontree.Absent(), "")
	}
	return tried
}

// tied are places that do not fit a wrong one, as "topic /GroupId": a topic is in a community and begins with its id.
var tied = map[string]string{
	"topic /GroupId": "/TopicId", "topic /Type": "/TopicId", "topic-destroy /GroupId": "/TopicIdList/0",
}

// reportedOnly wants problems at the path and nowhere else; none for an empty path.
func reportedOnly(t *testing.T, c *payloads.Command, packet jsontree.Value, what, path string) {
	t.Helper()
	var got []string
	for _, p := range c.Validate([]byte(packet.JSON())) {
		if !slices.Contains(got, p.Path) && p.Path != tied[c.Short+" "+path] {
			got = append(got, p.Path)
		}
	}
	var want []string
	if path != "" {
		want = []string{path}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s, %s: reported at %q, want %q\n%.600s", c.Name, what, got, want, packet.JSON())
	}
}

func mustParse(t *testing.T, text string) jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestListsThatAreTooLongAreReported(t *testing.T) {
	entry := map[string]func(i int) string{
		"bot/AtRobots_Account": func(i int) string { return fmt.Sprintf(`"@RBT#%d"`, i) },
		"send/GroupAtInfo": func(i int) string {
			return fmt.Sprintf(`{"GroupAtAllFlag":0,"GroupAt_Account":"u%d"}`, i)
		},
		"recall/MsgSeqList":       func(i int) string { return fmt.Sprintf(`{"MsgSeq":%d}`, i) },
		"attr/GroupAttr":          func(i int) string { return fmt.Sprintf(`{"key":"k%d","value":""}`, i) },
		"extension/ExtensionList": func(i int) string { return fmt.Sprintf(`{"Key":"k%d","Value":"","Seq":0}`, i) },
	}
	entry["c2c-extension/ExtensionList"] = entry["extension/ExtensionList"]
	for _, c := range chat.All() {
		ordinary := mustParse(t, string(build(t, c, nil, payloads.Params{Seed: 7})[0].Body))
		for _, f := range c.Request {
			if f.Type.MaxItems == 0 {
				continue
			}
			name := c.Short + "/" + f.Name
			if members := f.Type.Items.Fields; entry[name] == nil && len(members) == 1 {
				entry[name] = func(i int) string { return fmt.Sprintf(`{%q:"u%d"}`, members[0].Name, i) }
			}
			if f.Name == "Events" { // which may be all alike
				first := ordinary.Get(f.Name).Item(0).JSON()
				entry[name] = func(int) string { return first }
			}
			if entry[name] == nil {
				t.Fatalf("%s has a limit that this test does not know", name)
			}
			var entries []string
			for i := range f.Type.MaxItems + 1 {
				entries = append(entries, entry[name](i))
			}
			for n, path := range map[int]string{f.Type.MaxItems: "", f.Type.MaxItems + 1: "/" + f.Name} {
				packet, err := ordinary.Add(jsontree.Path{f.Name}, mustParse(t, "["+strings.Join(entries[:n], ",")+"]"))
				if err != nil {
					t.Fatal(err)
				}
				reportedOnly(t, c, packet, f.Name+" of "+strconv.Itoa(n), path)
			}
		}
	}
}
