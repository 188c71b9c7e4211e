package compare_test

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
	"pgregory.net/rapid"
)

// entry is a callback with an answer of that code, as line n of a capture.
func entry(n int, command, body, code string) *read.Entry {
	return &read.Entry{
		Input: "a.ndjson", Line: n, Number: n,
		Record: capture.Record{
			Request: capture.Request{Method: "POST", Query: "SdkAppid=1&CallbackCommand=" + url.QueryEscape(command), Body: []byte(body)},
			Answer:  &capture.Answer{Status: 200, Body: []byte(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":` + code + `}`)},
		},
	}
}

func index(t testing.TB, o compare.Options, list ...*read.Entry) *compare.Index {
	t.Helper()
	x := compare.NewIndex(o, false)
	for _, e := range list {
		if err := x.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

// Two deliveries belong together when they are about the same event, whatever else is in them.
func TestDeliveriesOfOneEventBelongTogether(t *testing.T) {
	const (
		message = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#1","MsgSeq":41,"Random":1,"MsgTime":100,"From_Account":"a","EventTime":1}`
		online  = `{"GroupId":"@TGS#1","MsgSeq":0,"OnlineOnlyFlag":1,"Random":1,"MsgTime":100,"From_Account":"a"}`
		recall  = `{"GroupId":"@TGS#1","MsgSeqList":[{"MsgSeq":1},{"MsgSeq":2}],"EventTime":1}`
		attr    = `{"GroupId":"@TGS#1","OptionType":"Modify","EventTime":5,"GroupAttr":[{"key":"a","value":"b"}]}`
		direct  = `{"CallbackCommand":"C2C.CallbackAfterSendMsg","From_Account":"a","To_Account":"b","MsgSeq":7,"MsgKey":"7_1_100"}`
		before  = `{"CallbackCommand":"Group.CallbackBeforeSendMsg","GroupId":"@TGS#1","From_Account":"a","Random":1,"EventTime":5}`
		login   = `{"CallbackCommand":"State.StateChange","EventTime":5,"Info":{"Action":"Login","To_Account":"a","Reason":"Register"}}`
		strange = `{"Members":["a","b"],"EventTime":5}`
	)
	for _, c := range []struct {
		name, old, new string
		same           bool
	}{
		{"a message", message, strings.Replace(message, `"EventTime":1`, `"EventTime":"2"`, 1), true},
		{"a message that was edited", message, strings.Replace(message, `"Random":1`, `"Random":2`, 1), true},
		{"another message", message, strings.Replace(message, "41", "42", 1), false},
		{"the same number in another group", message, strings.Replace(message, "#1", "#2", 1), false},
		{"the same number in a topic", message, strings.Replace(message, "{", `{"TopicId":"@TOPIC#_1",`, 1), false},
		{"an online-only message", online, strings.Replace(online, "{", `{"EventTime":7,`, 1), true},
		{"another online-only message of that number", online, strings.Replace(online, `"Random":1`, `"Random":2`, 1), false},
		{"an online-only message by another", online, strings.Replace(online, `:"a"`, `:"b"`, 1), false},
		{"an online-only message of later", online, strings.Replace(online, "100", "101", 1), false},
		{"a recall", recall, strings.Replace(recall, `"EventTime":1`, `"EventTime":2`, 1), true},
		{"a recall of more", recall, strings.Replace(recall, `{"MsgSeq":1},`, "", 1), false},
		{"a change of attributes", attr, strings.Replace(attr, `{"key":"a","value":"b"}`, `{"value":"b","key":"a"}`, 1), true},
		{"another change at the same time", attr, strings.Replace(attr, `"b"`, `"c"`, 1), false},
		{"the same change later", attr, strings.Replace(attr, `5`, `6`, 1), false},
		{"a one-to-one message that was delivered", direct, strings.Replace(direct, "{", `{"SendMsgResult":1,`, 1), true},
		{"another one-to-one message", direct, strings.Replace(direct, `"7_1_100"`, `"7_2_100"`, 1), false},
		{"a one-to-one message to another", direct, strings.Replace(direct, `"b"`, `"c"`, 1), false},
		{"a message that is about to be sent", before, strings.Replace(before, "{", `{"MsgBody":[],`, 1), true},
		{"another message that is about to be sent", before, strings.Replace(before, `"Random":1`, `"Random":2`, 1), false},
		{"a login", login, strings.Replace(login, "{", `{"KickedDevice":[],`, 1), true},
		{"a login of another", login, strings.Replace(login, `"a"`, `"b"`, 1), false},
		{"a login of later", login, strings.Replace(login, "5", "6", 1), false},
		{"another callback in another layout", strange, `{ "EventTime":5.0, "Members":["a","b"] }`, true},
		{"another callback with another body", strange, strings.Replace(strange, "5", "6", 1), false},
		{"a body that is no JSON", "\xff{", "\xff{", true},
		{"another body that is no JSON", "\xff{", "\xff[", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			packet, _ := jsontree.ParseLoose([]byte(c.old))
			command := cmp.Or(packet.Get("CallbackCommand").Text(), "X")
			x := index(t, compare.Options{}, entry(1, command, c.old, "0"))
			if old, _ := x.Take(entry(1, command, c.new, "0")); (old != nil) != c.same {
				t.Errorf("got a match: %v, want %v", old != nil, c.same)
			}
			x = index(t, compare.Options{}, entry(1, command, c.old, "0"))
			if old, _ := x.Take(entry(1, "Y", c.old, "0")); old != nil {
				t.Errorf("got the match of another callback command")
			}
		})
	}
	x := index(t, compare.Options{Ignore: []jsontree.Path{{"EventTime"}}}, entry(1, "X", strange, "0"))
	if old, _ := x.Take(entry(1, "X", strings.Replace(strange, "5", "6", 1), "0")); old == nil {
		t.Error("what is ignored keeps two callbacks apart")
	}
}

// Every packet of the catalogue is known again, and told apart from those of other variants and seeds.
func TestThePacketsOfTheCatalogueAreKnownAgain(t *testing.T) {
	x := compare.NewIndex(compare.Options{}, false)
	packets := 0
	for _, c := range chat.All() {
		for _, p := range built(t, c, 1) {
			packets++
			if err := x.Add(entry(packets, c.Name, string(p.Body), "0")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if packets < 200 {
		t.Fatalf("got %d packets, want those of all variants", packets)
	}
	for _, c := range chat.All() {
		for _, p := range built(t, c, 1) {
			if old, _ := x.Take(entry(0, c.Name, string(p.Body), "0")); old == nil {
				t.Errorf("%s: got no match for the same packet", p.Name())
			}
		}
	}
	for left := range x.Left() {
		t.Errorf("%s: was matched by nothing", left)
	}
}

func built(t *testing.T, c *payloads.Command, seed uint64) []payloads.Packet {
	t.Helper()
	var list []payloads.Packet
	for i := range c.Variants() {
		packets, err := c.Build(&c.Variants()[i], payloads.Params{Seed: seed, Now: time.Unix(1_741_000_000, 0)})
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, packets...)
	}
	return list
}

// Redeliveries belong together in their order, and none of either side is lost or taken twice.
func TestTheNthBelongsToTheNth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sides := [2][]int{}
		for i := range sides {
			sides[i] = rapid.SliceOfN(rapid.IntRange(1, 4), 0, 12).Draw(t, "seqs")
		}
		body := func(seq int) string { return fmt.Sprintf(`{"GroupId":"g","MsgSeq":%d}`, seq) }
		x := compare.NewIndex(compare.Options{}, false)
		for i, seq := range sides[0] {
			if err := x.Add(entry(i+1, "X", body(seq), "0")); err != nil {
				t.Fatal(err)
			}
		}
		count, matched, alone := map[int]int{}, map[int]int{}, 0
		for _, seq := range sides[1] {
			old, new := x.Take(entry(1, "X", body(seq), "0"))
			if old == nil {
				alone++
				continue
			}
			matched[seq]++
			if nth := len(slices.DeleteFunc(slices.Clone(sides[0][:old.Line]), func(s int) bool { return s != seq })); old.Seq != new.Seq || nth != matched[seq] {
				t.Fatalf("%v: number %d of %d got line %d, which is number %d", sides, matched[seq], seq, old.Line, nth)
			}
		}
		want := 0
		for _, seq := range sides[0] {
			count[seq]++
		}
		for _, seq := range sides[1] {
			if count[seq]--; count[seq] < 0 {
				want++
			}
		}
		left := len(slices.Collect(x.Left()))
		if alone != want || left != x.Len()-(len(sides[1])-alone) {
			t.Fatalf("%v: got %d alone and %d left, want %d alone", sides, alone, left, want)
		}
	})
}

func TestCasesOfRunsAreKnownByTheirName(t *testing.T) {
	x := compare.NewIndex(compare.Options{}, true)
	for i, name := range []string{"one", "one", "two"} {
		e := entry(i+1, "X", fmt.Sprintf(`{"GroupId":"g","MsgSeq":%d}`, i), "0")
		e.Case = name
		if err := x.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"two", "one"} {
		e := entry(9, "X", `{"GroupId":"g","MsgSeq":7}`, "0")
		e.Case = name
		if old, _ := x.Take(e); old == nil || old.Case != name {
			t.Errorf("got %v, want the first of %s", old, name)
		}
	}
	e := entry(9, "X", `{}`, "0")
	e.Case, e.Label = "one", "second"
	if old, _ := x.Take(e); old != nil {
		t.Errorf("got %v for another request of the case", old)
	}
}

// Nothing of what the caller reads next shows in what is kept.
func TestAnIndexKeepsNothingOfTheLine(t *testing.T) {
	e := entry(1, "X", `{"GroupId":"@TGS#1","MsgSeq":41}`, "0")
	o := compare.Options{Requests: true}
	x := index(t, o, e)
	again := entry(1, "X", `{"GroupId":"@TGS#1","MsgSeq":41}`, "0")
	for _, b := range [][]byte{e.Request.Body, e.Answer.Body} {
		clear(b)
	}
	old, new := x.Take(again)
	if old == nil || old.Group != "@TGS#1" || old.Seq != "41" || len(o.Exchanges(old, &new)) != 0 {
		t.Errorf("got %+v, want what was added", old)
	}
}

func TestAnIndexHasALimit(t *testing.T) {
	for _, c := range []struct {
		name               string
		exchanges, bytes   int
		requests, distinct bool
		want               int
	}{
		{"exchanges", 3, 1 << 20, false, false, 3},
		{"answers", 100, 200, false, true, 4},
		{"equal answers count once", 100, 200, false, false, 20},
		{"packets", 100, 1000, true, false, 16},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := compare.NewIndex(compare.Options{Requests: c.requests}, false)
			x.MaxExchanges, x.MaxBytes = c.exchanges, c.bytes
			for n := range 20 {
				code := "0"
				if c.distinct {
					code = fmt.Sprint(n % 10)
				}
				if err := x.Add(entry(n+1, "X", fmt.Sprintf(`{"GroupId":"g","MsgSeq":%d}`, 100+n), code)); err != nil {
					if want := fmt.Sprintf("a.ndjson:%d: got more than ", x.Len()+1); !strings.HasPrefix(err.Error(), want) {
						t.Errorf("got %q, want its place", err)
					}
					break
				}
			}
			if x.Len() != c.want {
				t.Errorf("got %d, want %d", x.Len(), c.want)
			}
		})
	}
}
