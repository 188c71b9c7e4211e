package payloads_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

var (
	kebab    = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	pageWord = regexp.MustCompile(`\(\d{3,4}/\d{4,6}`)
)

func TestEveryCommandSaysWhatItIs(t *testing.T) {
	all := chat.All()
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	documented := documentedNames()
	slices.Sort(names)
	slices.Sort(documented)
	if diff := cmp.Diff(documented, names); diff != "" {
		t.Fatalf("the callbacks are not those that pages name (-pages +here):\n%s", diff)
	}
	for _, c := range all {
		if c.Name == "" || c.Short == "" || c.Title == "" || c.Sample == "" || !strings.HasPrefix(c.URL, "https://") ||
			!pageWord.MatchString(c.Page) {
			t.Errorf("%s lacks something: %+v", c.Name, []string{c.Short, c.Title, c.URL, c.Page, c.Sample})
		}
		if again, err := chat.Lookup(c.Again); c.Again != "" &&
			(err != nil || again.Field("MsgBody") == nil || c.Field("MsgBody") == nil) {
			t.Errorf("%s: its message is told again by %q, which is no callback about a message", c.Name, c.Again)
		}
		if c.Title != strings.ToLower(c.Title[:1])+c.Title[1:] {
			t.Errorf("%s: the title is %q, want it lower case", c.Name, c.Title)
		}
		for _, name := range []string{c.Name, c.Short} {
			if found, err := chat.Lookup(name); err != nil || found.Name != c.Name {
				t.Errorf("Lookup(%q) finds %v, %v", name, found, err)
			}
		}
		var sample []string
		for _, m := range mustParse(t, c.Sample).Members() {
			sample = append(sample, m.Name)
		}
		for _, f := range c.Request {
			want := f.Presence == payloads.Always || f.Presence == payloads.SampleOnly
			if inSample := slices.Contains(sample, f.Name); inSample != want && f.Presence != payloads.Conditional {
				t.Errorf("%s: %s is said to be %s; the sample has it: %v", c.Name, f.Name, f.Presence, inSample)
			}
		}
	}
}

// documentedNames are the callback commands that pages of Chat name (1047/34355, 269/1523, 269/1618, 269/1631, 269/102314
// and pages of their own).
func documentedNames() []string {
	var list []string
	for _, family := range [...]struct{ prefix, names string }{
		{"State.", "StateChange"},
		{"Profile.Callback", "PortraitSet"},
		{"Sns.Callback", "PrevFriendAdd PrevFriendResponse FriendAdd FriendDelete BlackListAdd BlackListDelete"},
		{"Follow.Callback", "AfterFollowAdd AfterFollowDelete"},
		{"C2C.Callback", "BeforeSendMsg AfterSendMsg AfterMsgReport AfterMsgWithDraw AfterC2CMsgExtension " +
			"AfterModifyMsg AfterMsgReadAll AfterMsgReadReceipt"},
		{"Group.Callback", "BeforeCreateGroup AfterCreateGroup BeforeApplyJoinGroup BeforeInviteJoinGroup " +
			"AfterNewMemberJoin AfterMemberExit BeforeSendMsg AfterSendMsg SendMsgException AfterRecallMsg " +
			"AfterModifyMsg AfterGroupMsgExtension AfterReadReceipt AfterGroupFull AfterGroupDestroyed " +
			"AfterGroupInfoChanged AfterMemberFieldChanged AfterGroupAttrChanged AfterChangeGroupOwner " +
			"OnMemberStateChange OnDailyGroupQuotaAlarm BeforeCreateTopic AfterCreateTopic AfterTopicDestroyed " +
			"AfterTopicInfoChanged"},
		{"Bot.", "OnC2CMessage OnGroupMessage"},
		{"Chatbot.", "OnC2CSignalMessage"},
		{"OfficialAccount.Callback", "BeforeCreateOfficialAccount AfterCreateOfficialAccount " +
			"AfterOfficialAccountInfoChanged AfterOfficialAccountDestroyed BeforeAddSubscriber AfterAddSubscriber " +
			"AfterOfficialAccountFull AfterDeleteSubscriber BeforeSendMsg AfterSendMsg AfterMsgWithDraw"},
		{"Push.", "OfflinePush AllMemberPush"},
		{"ContentCallback.", "ResultNotify"},
		{"Alert.", "RequestOverLimit"},
	} {
		for name := range strings.FieldsSeq(family.names) {
			list = append(list, family.prefix+name)
		}
	}
	return list
}

// eachField visits the fields of a type at every level, message elements apart.
func eachField(at string, fields []payloads.Field, visit func(path string, f payloads.Field)) {
	for _, f := range fields {
		visit(at+"/"+f.Name, f)
		t := f.Type
		if t.Kind == jsontree.KindArray {
			t = *t.Items
		}
		eachField(at+"/"+f.Name, t.Fields, visit)
	}
}

func TestEveryFieldHasDocAndSource(t *testing.T) {
	count := 0
	visit := func(path string, f payloads.Field) {
		count++
		if f.Doc == "" || f.Source == "" || f.Type.Kind == jsontree.KindAbsent || f.Type.String() == "" {
			t.Errorf("%s lacks a doc, a source or a type", path)
		}
		if strings.HasSuffix(f.Doc, ".") || f.Name == "" {
			t.Errorf("%s: the doc is %q, want a phrase without a full stop", path, f.Doc)
		}
		if (f.Presence == payloads.Conditional || f.Presence == payloads.DocumentedOnly) != (f.When != "") {
			t.Errorf("%s is %s when %q", path, f.Presence, f.When)
		}
	}
	for _, c := range chat.All() {
		eachField(c.Short, c.Request, visit)
		for _, f := range c.Request {
			if c.Field(f.Name) == nil || c.Field(f.Name).Doc != f.Doc {
				t.Errorf("%s: Field does not find %s", c.Short, f.Name)
			}
		}
	}
	for _, e := range payloads.Elements() {
		if e.Title == "" || e.Source == "" {
			t.Errorf("%s lacks a title or a source", e.Type)
		}
		eachField(e.Type, e.Content, visit)
	}
	if count < 100 {
		t.Errorf("found %d fields, want at least 100", count)
	}
}

func TestEveryVariantHasDocSourceSectionAndID(t *testing.T) {
	for _, c := range chat.All() {
		seen := map[string]bool{}
		for _, v := range append(slices.Clone(c.Variants()), *payloads.Example()) {
			name := c.Short + "/" + v.ID
			// The command's sample is one variant of several commands with different departures, but once for each.
			if seen[v.ID] || !kebab.MatchString(v.ID) {
				t.Errorf("%s is no kebab-case id of its own", name)
			}
			seen[v.ID] = true
			if v.Doc == "" || v.Source == "" || v.Section == "" || strings.HasSuffix(v.Doc, ".") {
				t.Errorf("%s: doc %q, source %q, section %q", name, v.Doc, v.Source, v.Section)
			}
			if v.ID != payloads.Example().ID && !slices.Contains(payloads.Sections(), v.Section) {
				t.Errorf("%s stands in the section %q, which the catalogue does not have", name, v.Section)
			}
			if v.Level == payloads.Must && len(v.OffSpec) == 0 && v.Signing != payloads.Unsigned &&
				!v.Expect.Accepts() {
				t.Errorf("%s is a valid packet that every backend must take, and yet expects %s", name, v.Expect)
			}
			for _, path := range v.OffSpec {
				if !strings.HasPrefix(path, "/") {
					t.Errorf("%s departs at %q, want a JSON Pointer", name, path)
				}
			}
			for i, s := range v.Steps {
				if len(v.Steps) > 1 && s.Label == "" {
					t.Errorf("%s: step %d has no label", name, i+1)
				}
			}
			if found, err := c.Variant(v.ID); err != nil || found.ID != v.ID {
				t.Errorf("%s is not found: %v", name, err)
			}
		}
	}
}

func TestEveryRuleHasIDDocAndSource(t *testing.T) {
	for _, c := range chat.All() {
		seen := map[string]bool{}
		for _, r := range c.Rules {
			if seen[r.ID] || !kebab.MatchString(r.ID) || r.Doc == "" || r.Source == "" || r.Check == nil {
				t.Errorf("%s: rule %q with doc %q and source %q", c.Name, r.ID, r.Doc, r.Source)
			}
			seen[r.ID] = true
			// A rule holds for nothing and does not fall over it.
			r.Check(jsontree.Object(), func(at jsontree.Path, message string, _ ...any) {
				t.Errorf("%s reports %q at %s of an empty packet", r.ID, message, at)
			})
		}
		if len(seen) == 0 {
			t.Errorf("%s has no rule", c.Name)
		}
	}
}

func TestUnknownNamesAreMetWithTheNearest(t *testing.T) {
	_, err := chat.Lookup("sned")
	checkUnknown(t, err, `unknown callback "sned"`, "did you mean send?")
	_, err = lookup(t, "recall").Variant("recall-twise")
	checkUnknown(t, err, `unknown variant of Group.CallbackAfterRecallMsg "recall-twise"`, "did you mean recall-twice")
	_, err = chat.Lookup("C2C.Elsewhere")
	checkUnknown(t, err, `unknown callback "C2C.Elsewhere"`, "")
}

func checkUnknown(t *testing.T, err error, message, hint string) {
	t.Helper()
	unknown, ok := err.(*payloads.UnknownError)
	if !ok || unknown.Error() != message || !strings.HasPrefix(unknown.Hint(), hint) ||
		hint == "" && unknown.Hint() != "" {
		t.Errorf("got %v, want %s and the hint %q", err, message, hint)
	}
}

func TestLevelsAndExpectationsHaveNames(t *testing.T) {
	for want, got := range map[string]string{
		"MUST SHOULD MAY":              fmt.Sprint(payloads.Must, payloads.Should, payloads.May),
		"documented observed inferred": fmt.Sprint(payloads.Documented, payloads.Observed, payloads.Inferred),
		"OK OK= OKv":                   fmt.Sprint(payloads.ExpectOK, payloads.ExpectSame, payloads.ExpectValue),
		"REFUSE SANE INFO":             fmt.Sprint(payloads.ExpectRefuse, payloads.ExpectSurvive, payloads.ExpectInfo),
		"always documented-only wild":  fmt.Sprint(payloads.Always, payloads.DocumentedOnly, payloads.Wild),
	} {
		t.Run(want, func(t *testing.T) {
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	for e := payloads.ExpectOK; e <= payloads.ExpectInfo; e++ {
		want := e == payloads.ExpectOK || e == payloads.ExpectSame || e == payloads.ExpectValue
		if e.Accepts() != want || e.Doc() == "" {
			t.Errorf("%s accepts: %v, doc %q", e, e.Accepts(), e.Doc())
		}
	}
}
