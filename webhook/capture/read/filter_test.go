package read_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

func filtered(t testing.TB, text string, e *read.Entry) bool {
	t.Helper()
	f, err := read.ParseFilter(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f.Matches(e)
}

// bot is a callback that was answered with an error.
func bot() *read.Entry {
	return &read.Entry{Record: capture.Record{
		Request: capture.Request{
			Method: "POST", Query: "SdkAppid=14&CallbackCommand=Bot.OnGroupMessage&a%62=1+2&empty=&from=query",
			Body: []byte(`{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#1/a","MsgSeq":123,` +
				`"from":"packet","n":null,"t":true,"AtRobots_Account":["@RBT#1",7],"o":{"a":1},"twice":1,"twice":"2",` +
				`"GroupI\u0064":"x","é":"\u00e9\/","nest":[["in"]]}`),
		},
		Answer: &capture.Answer{Status: 502}, Verdict: "fail", Failure: "closed after 3 bytes",
	}}
}

func TestFiltersPickEntries(t *testing.T) {
	for _, test := range []struct {
		filter string
		want   bool
	}{
		{"bot", true},
		{"Bot.OnGroupMessage", true},
		{"Bot.*", true},
		{"b?t", true},
		{"*", true},
		{"all", true},
		{"[bx]ot", true},
		{"send", false},
		{"Group.*", false},
		{"C2C.CallbackAfterSendMsg", false},
		{`\bot`, true},
		{"SdkAppid=14", true},
		{"SdkAppid=1", false},
		{"SdkAppid=1*", true},
		{"ab=1 2", true},
		{"empty=", true},
		{"empty=?", false},
		{"from=query", true},
		{"from=packet", false},
		{"GroupId=x", true},
		{"GroupId=@TGS*", false},
		{"MsgSeq=123", true},
		{"MsgSeq=12?", true},
		{"MsgSeq=12", false},
		{"n=null", true},
		{"t=true", true},
		{"o=*", false},
		{"AtRobots_Account=@RBT#1", true},
		{"AtRobots_Account=7", true},
		{"AtRobots_Account=8", false},
		{"nest=in", false},
		{"twice=2", true},
		{"twice=1", false},
		{"é=é/", true},
		{"é=*", true},
		{"missing=*", false},
		{"missing=", false},
		{"CallbackCommand=Bot.*", true},
		{"CallbackCommand=Group.*", false},
		{"status=502", true},
		{"status=5*", true},
		{"status=", false},
		{"status=200", false},
		{"verdict=fail", true},
		{"verdict=pass", false},
		{"failure=*", true},
		{"failure=closed*", true},
		{"failure=", false},
		{"failure=timeout*", false},
	} {
		t.Run(test.filter, func(t *testing.T) {
			if got := filtered(t, test.filter, bot()); got != test.want {
				t.Errorf("%s: got %v, want %v", test.filter, got, test.want)
			}
		})
	}
}

// TestFiltersOfAnEntryThatHasNothing is about what an empty text is and what is not there.
func TestFiltersOfAnEntryThatHasNothing(t *testing.T) {
	none := &read.Entry{}
	for filter, want := range map[string]bool{
		"all":       true,
		"*":         false,
		"bot":       false,
		"status=":   true,
		"status=*":  true,
		"failure=":  true,
		"failure=*": false,
		"verdict=":  true,
		"a=*":       false,
	} {
		t.Run(filter, func(t *testing.T) {
			if got := filtered(t, filter, none); got != want {
				t.Errorf("%s: got %v, want %v", filter, got, want)
			}
		})
	}
	if !(read.Filter{}).Matches(none) {
		t.Error("the zero filter takes all entries")
	}
}

func TestACommandOfThePacketCountsWhereTheQueryHasNone(t *testing.T) {
	for _, packet := range []string{
		`{"CallbackCommand":"Bot.OnGroup\u004dessage"}`,
		`{"Events":[{"a":1,"CallbackCommand":"Bot.OnGroupMessage"},{"CallbackCommand":"x"}]}`,
		`{"Events":[{"CallbackCommand":"x"}],"CallbackCommand":"Bot.OnGroupMessage"}`,
	} {
		e := &read.Entry{Record: capture.Record{Request: capture.Request{Query: "a=1", Body: []byte(packet)}}}
		if e.Command() != "Bot.OnGroupMessage" || !filtered(t, "bot", e) {
			t.Errorf("%s: got %q, want the packet's", packet, e.Command())
		}
	}
	for _, packet := range []string{`{"Events":[]}`, `{"Events":{"CallbackCommand":"x"}}`, `{"Events":["CallbackCommand"]}`} {
		e := &read.Entry{Record: capture.Record{Request: capture.Request{Query: "a=1", Body: []byte(packet)}}}
		if e.Command() != "" {
			t.Errorf("%s: got %q, want none", packet, e.Command())
		}
	}
}

// TestTheCallbackFilterDoesNotReadThePacket counts what it allocates.
func TestTheCallbackFilterDoesNotReadThePacket(t *testing.T) {
	e := bot()
	for _, text := range []string{"bot", "Group.*", "SdkAppid=14", "status=502"} {
		t.Run(text, func(t *testing.T) {
			f, err := read.ParseFilter(text)
			if err != nil {
				t.Fatal(err)
			}
			if n := testing.AllocsPerRun(100, func() { f.Matches(e) }); n > 1 {
				t.Errorf("%s: %v allocations, want 1 at most", text, n)
			}
		})
	}
}

func TestFiltersThatMeanNothingAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":      "the filter is empty, want a callback or NAME=GLOB",
		"=a":    `filter "=a": no name, want a callback or NAME=GLOB`,
		"a=[":   `filter "a=[": syntax error in pattern`,
		"Bot.[": `filter "Bot.[": syntax error in pattern`,
		"snd":   "snd",
	} {
		t.Run("filter "+text, func(t *testing.T) {
			if _, err := read.ParseFilter(text); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: got %v, want %q", text, err, want)
			}
		})
	}
}

// FuzzFilter holds that no packet, query or pattern brings a filter down.
func FuzzFilter(f *testing.F) {
	f.Add("GroupId=*a*", "a=1&GroupId=%zz", []byte(`{"GroupId":["\ud800",{"a":`))
	f.Add("b[^a-z]t*", "CallbackCommand=%", []byte("{\"\xff\":1,\"CallbackCommand\":\"\\u00"))
	f.Fuzz(func(t *testing.T, text, query string, body []byte) {
		filter, err := read.ParseFilter(text)
		if err != nil {
			return
		}
		filter.Matches(&read.Entry{Record: capture.Record{Request: capture.Request{Query: query, Body: body}}})
	})
}
