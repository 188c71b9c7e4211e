package lint_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
	"pgregory.net/rapid"
)

// sent is a packet as it would be captured, addressed and signed as Chat does.
func sent(to *webhook.Endpoint, p payloads.Packet, order webhook.QueryOrder, now time.Time) *read.Entry {
	r := webhook.Target{URL: to, SDKAppID: app, Token: token, Order: order}.Request(conformance.CallbackOf(p), now)
	e := captured(sendPacket)
	_, e.Request.Query, _ = strings.Cut(r.RequestTarget(), "?")
	e.Request.Header, e.Request.Body, e.Start = r.Header, r.Body, now
	e.Answer.Body = []byte(backend.NewAnswers().To(p.Command.Name, p.Body))
	return e
}

// What the reference sends is right: whatever valid packet is built, there is no MUST and no SHOULD in it.
func TestWhatTheReferenceSendsIsClean(t *testing.T) {
	to, err := webhook.ParseEndpoint("http://127.0.0.1:9000/im")
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		now := time.UnixMilli(rapid.Int64Range(1_600_000_000_000, 2_000_000_000_000).Draw(t, "now")).UTC()
		seed, order := rapid.Uint64().Draw(t, "seed"), rapid.SampledFrom(webhook.QueryOrders()).Draw(t, "order")
		layout := rapid.SampledFrom(jsontree.Layouts()).Draw(t, "layout")
		c := rapid.SampledFrom(chat.All()).Draw(t, "command")
		for _, v := range append(slices.Clone(c.Variants()), *payloads.Example()) {
			if len(v.OffSpec) > 0 || v.Signing == payloads.Unsigned {
				continue
			}
			packets, err := c.Build(&v, payloads.Params{Seed: seed, Now: now, Layout: layout})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range packets {
				tried++
				for _, found := range lint.Entry(sent(to, p, order, now), lint.Options{Token: token, SDKAppID: app}) {
					if found.Level < payloads.May {
						t.Errorf("%s: %s %s %s", p.Name(), found.Level, found.Rule, found.Text())
					}
				}
			}
		}
	})
	if tried < 1000 {
		t.Errorf("tried %d packets, want at least 1000", tried)
	}
}

// The pages' samples are collages: the times in two of them are years apart, and the third has the topic of another group.
func TestTheSamplesOfThePagesBreakNoMUST(t *testing.T) {
	want := map[string][]string{
		"bot":    {"event-after-message"},
		"send":   {"msgid-time", "msgid-structure", "event-after-message"},
		"recall": {"community-group-id", "msgid-time", "topic-of-group"},
		"attr":   nil,

		"before-send":     {"community-group-id", "topic-of-group"},
		"bot-c2c":         {"event-after-message", "to-chatbot"},
		"bot-signal":      {"msgkey-structure"},
		"friend-add":      {"forced-by-admin"},
		"official-send":   {"event-after-message", "msgkey-time"},
		"official-recall": {"packet-wrong-value"}, // the account begins #TOA#_, a slip
	}
	for _, c := range chat.All() {
		e := &read.Entry{Kind: read.KindPacket, Record: capture.Record{Request: capture.Request{Body: []byte(c.Sample)}}}
		got := ruleIDs(lint.Entry(e, lint.Options{Token: token, SDKAppID: app}))
		slices.Sort(got)
		slices.Sort(want[c.Short])
		if !slices.Equal(got, want[c.Short]) {
			t.Errorf("%s: got %v, want %v", c.Short, got, want[c.Short])
		}
	}
}

func TestALonePacketIsJudgedWithoutARequestAroundIt(t *testing.T) {
	for _, kind := range []read.Kind{read.KindPacket, read.KindComment, read.KindLines} {
		t.Run(string(kind), func(t *testing.T) {
			e := &read.Entry{Kind: kind, Record: capture.Record{Request: capture.Request{Query: "CallbackCommand=Group.CallbackAfterSendMsg", Body: []byte(sendPacket)}}}
			if got := lint.Entry(e, lint.Options{Token: token, SDKAppID: app}); got != nil {
				t.Errorf("got %v, want nothing", got)
			}
			e.Request = capture.Request{Body: []byte(`{"GroupId":"g"}`)}
			if got := ruleIDs(lint.Entry(e, lint.Options{})); !slices.Equal(got, []string{"packet-missing-field"}) {
				t.Errorf("a packet of no callback: got %v", got)
			}
			e.Request.Body = []byte(`[`)
			if got := ruleIDs(lint.Entry(e, lint.Options{})); !slices.Equal(got, []string{"packet-json"}) {
				t.Errorf("no packet: got %v", got)
			}
		})
	}
}

func TestALoneAnswerIsJudgedByItsBody(t *testing.T) {
	for text, want := range map[string]string{
		judge.Canonical: "",
		"":              "resp-json",
		"OK":            "resp-json",
		`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`: "resp-errorcode-present",
	} {
		t.Run(text, func(t *testing.T) {
			e := &read.Entry{Kind: read.KindPacket, Record: capture.Record{Answer: &capture.Answer{Body: []byte(text)}}}
			if got := strings.Join(ruleIDs(lint.Entry(e, lint.Options{Token: token})), " "); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// What recording and forwarding took is not the backend's time, and a time that nobody knows is not judged.
func TestOnlyTheBackendsTimeAndKnownTimesCount(t *testing.T) {
	e := captured(sendPacket)
	e.Timing.Total, e.Timing.Added = 2500*time.Millisecond, 1600*time.Millisecond
	if got := lint.Entry(e, lint.Options{}); got != nil {
		t.Errorf("0.9 s of the backend: got %v", got)
	}
	e = captured(sendPacket)
	e.Dated, e.Start = false, e.Start.AddDate(1, 0, 0)
	if got := lint.Entry(e, lint.Options{Token: token}); got != nil {
		t.Errorf("a request that nobody knows the time of: got %v", got)
	}
	e.Dated, e.Start = true, time.Unix(second+60, 999e6)
	if got := lint.Entry(e, lint.Options{Token: token}); got != nil {
		t.Errorf("60 s and a part: got %v", got)
	}
}

// A backend cannot be blamed for what it answers to a packet that Chat would not send, but for a breakdown.
func TestABrokenPacketMayBeRefused(t *testing.T) {
	e := captured(sendPacket)
	body(`"MsgSeq":123,`, ``)(e)
	e.Answer.Status = 400
	if got := ruleIDs(lint.Entry(e, lint.Options{})); !slices.Equal(got, []string{"packet-missing-field"}) {
		t.Errorf("got %v", got)
	}
	e.Answer.Status = 500
	if got := ruleIDs(lint.Entry(e, lint.Options{})); !slices.Equal(got, []string{"packet-missing-field", "behave-survives"}) {
		t.Errorf("got %v", got)
	}
}

// Right backends differ on a packet that exceeds what no page bounds, and on other capitals in a listed value.
func TestAnOddPacketMayBeRefused(t *testing.T) {
	for want, e := range map[string]*read.Entry{"packet-inferred-bounds": captured(sendPacket), "packet-value-spelling": captured(attrPacket)} {
		if want == "packet-inferred-bounds" {
			body(`"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":2`)(e)
		} else {
			body(`"OptionType":"set"`, `"OptionType":"Set"`)(e)
		}
		e.Answer.Status = 400
		if got := ruleIDs(lint.Entry(e, lint.Options{})); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %v", want, got)
		}
		e.Answer.Status = 500
		if got := ruleIDs(lint.Entry(e, lint.Options{})); !slices.Equal(got, []string{want, "behave-survives"}) {
			t.Errorf("%s: got %v", want, got)
		}
	}
}

// Whoever stops waiting for an answer says nothing about the backend.
func TestAnAnswerThatNobodyWaitedForIsNotMissing(t *testing.T) {
	e := captured(sendPacket)
	e.Answer, e.Failure, e.FailureClass = nil, "exchange given up: context canceled", webhook.Canceled.String()
	if got := lint.Entry(e, lint.Options{}); got != nil {
		t.Errorf("got %v, want nothing", got)
	}
}

// The bytes of an answer say what its fields do not hold. Other tools keep them with line ends of their own, and what
// was masked has another length.
func TestTheFramingOfAnAnswerIsJudgedFromItsBytes(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"
	for name, tt := range map[string]struct {
		wire, want string
		change     func(*read.Entry)
	}{
		"right":              {wire: head + judge.Canonical},
		"stray bytes":        {wire: head + judge.Canonical + "stray", want: "resp-framing MUST"},
		"bare line feeds":    {wire: strings.ReplaceAll(head, "\r", "") + judge.Canonical, want: "resp-framing SHOULD"},
		"of another tool":    {wire: head + judge.Canonical + "\n", change: func(e *read.Entry) { e.Kind = read.KindHTTP }},
		"a masked body":      {wire: head + judge.Canonical + "masked", change: func(e *read.Entry) { e.Answer.Body = []byte(judge.Canonical + " ") }},
		"only the beginning": {wire: head + judge.Canonical + "stray", want: "answer-truncated MAY", change: func(e *read.Entry) { e.Answer.Truncated = true }},
	} {
		t.Run(name, func(t *testing.T) {
			e := captured(sendPacket)
			e.Kind = read.KindCapture
			e.Answer.Body, e.Answer.Wire = []byte(judge.Canonical), []byte(tt.wire)
			if tt.change != nil {
				tt.change(e)
			}
			var got []string
			for _, p := range lint.Entry(e, lint.Options{}) {
				got = append(got, p.Rule+" "+p.Level.String())
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A capture may hold a query of any length, with a problem in each of its parameters.
func TestLongQueriesAreJudgedQuickly(t *testing.T) {
	const n = 50_000
	for _, piece := range []string{"&a=1", "&sign=", "&%zz", "&SdkAppid=1400187352"} {
		t.Run(piece, func(t *testing.T) {
			e := captured(sendPacket)
			e.Request.Query += strings.Repeat(piece, n)
			got, more := lint.Entry(e, lint.Options{}), 0
			for _, p := range got {
				var left int
				if _, err := fmt.Sscanf(p.Message, "%d more of this rule in this exchange are not listed", &left); err == nil {
					more += left
				}
			}
			if len(got) > 300 || len(got)+more < n {
				t.Errorf("found %d problems and %d more, want at least one for each of %d", len(got), more, n)
			}
		})
	}
}

func FuzzEntry(f *testing.F) {
	for _, row := range trippedTable() {
		e := captured(row.packet)
		row.change(e)
		reply := []byte(nil)
		if e.Answer != nil {
			reply = e.Answer.Body
		}
		f.Add(e.Request.Query, e.Request.Body, reply, uint8(0))
	}
	f.Add("Sign&RequestTime==&&%=%", []byte("\xef\xbb\xbf{}"), []byte(nil), uint8(3))
	kinds := []read.Kind{read.KindCapture, read.KindPacket, read.KindHAR, ""}
	f.Fuzz(func(t *testing.T, query string, packet, reply []byte, kind uint8) {
		e := captured(sendPacket)
		e.Kind, e.Request.Query, e.Request.Body, e.Answer.Body = kinds[int(kind)%len(kinds)], query, packet, reply
		if kind > 127 {
			e.Request = capture.Request{Body: packet}
		}
		options := lint.Options{Token: token, SDKAppID: app}
		before := bytes.Clone(packet)
		first := lint.Entry(e, options)
		for _, p := range first {
			if r, err := lint.LookupRule(p.Rule); err != nil || p.Level < r.Level || p.Message == "" || p.Source == "" {
				t.Fatalf("%#v is no whole problem: %v", p, err)
			}
		}
		if again := lint.Entry(e, options); !slices.Equal(first, again) || !bytes.Equal(before, packet) {
			t.Fatalf("first %v, then %v", first, again)
		}
	})
}

func BenchmarkEntry(b *testing.B) {
	e := captured(sendPacket)
	c, err := chat.Lookup("send")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("validate alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.Validate(e.Request.Body)
		}
	})
	b.Run("clean", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if lint.Entry(e, lint.Options{Token: token, SDKAppID: app}) != nil {
				b.Fatal("not clean")
			}
		}
	})
}
