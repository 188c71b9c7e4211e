package backend_test

import (
	"fmt"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/timhook/timhook/internal/backend"
)

func TestAnEventIsProcessedOnce(t *testing.T) {
	const (
		send   = "Group.CallbackAfterSendMsg"
		bot    = "Bot.OnGroupMessage"
		recall = "Group.CallbackAfterRecallMsg"
		attr   = "Group.CallbackAfterGroupAttrChanged"
		state  = "State.StateChange"
		before = "Group.CallbackBeforeSendMsg"
	)
	for _, c := range []struct {
		name, first, firstPacket, second, secondPacket string
		want                                           backend.EventOutcome
	}{
		{"same message", send, `"GroupId":"g","MsgSeq":1`, send, `"GroupId":"g","MsgSeq":1`, backend.Duplicate},
		{"same message, another layout and time", send, `"GroupId":"g","MsgSeq":1,"EventTime":1`, send, `"EventTime":"2","MsgSeq":1,"GroupId":"g"`, backend.Duplicate},
		{"number as a string", send, `"GroupId":"g","MsgSeq":1`, send, `"GroupId":"g","MsgSeq":"1"`, backend.Duplicate},
		{"empty topic", send, `"GroupId":"g","MsgSeq":1`, send, `"GroupId":"g","MsgSeq":1,"TopicId":""`, backend.Duplicate},
		{"next message", send, `"GroupId":"g","MsgSeq":1`, send, `"GroupId":"g","MsgSeq":2`, backend.Accepted},
		{"another group", send, `"GroupId":"g","MsgSeq":1`, send, `"GroupId":"h","MsgSeq":1`, backend.Accepted},
		{"another topic", send, `"GroupId":"g","MsgSeq":1,"TopicId":"a"`, send, `"GroupId":"g","MsgSeq":1,"TopicId":"b"`, backend.Accepted},
		{"another command", send, `"GroupId":"g","MsgSeq":1`, bot, `"GroupId":"g","MsgSeq":1`, backend.Accepted},
		{"online-only with its number again", send, `"GroupId":"g","MsgSeq":1,"OnlineOnlyFlag":1,"Random":1`, send, `"GroupId":"g","MsgSeq":1,"OnlineOnlyFlag":1,"Random":2`, backend.Accepted},
		{"online-only again", send, `"GroupId":"g","MsgSeq":1,"OnlineOnlyFlag":1,"Random":1`, send, `"GroupId":"g","MsgSeq":1,"OnlineOnlyFlag":1,"Random":1`, backend.Duplicate},
		{"no number", send, `"GroupId":"g"`, send, `"GroupId":"g"`, backend.Duplicate},
		{"no number, another text", send, `"GroupId":"g"`, send, `"GroupId":"g","x":1`, backend.Accepted},
		{"recall", recall, `"GroupId":"g","MsgSeqList":[{"MsgSeq":1},{"MsgSeq":2}]`, recall, `"GroupId":"g","MsgSeqList":[{"MsgSeq":2},{"MsgSeq":1,"MsgId":"x"}]`, backend.Duplicate},
		{"recall of one more", recall, `"GroupId":"g","MsgSeqList":[{"MsgSeq":1}]`, recall, `"GroupId":"g","MsgSeqList":[{"MsgSeq":1},{"MsgSeq":2}]`, backend.Accepted},
		{"recall before its message", recall, `"GroupId":"g","MsgSeqList":[{"MsgSeq":1}]`, send, `"GroupId":"g","MsgSeq":1`, backend.Accepted},
		{"empty recall", recall, `"GroupId":"g","MsgSeqList":[]`, recall, `"GroupId":"g","MsgSeqList":[]`, backend.Duplicate},
		{"attributes", attr, `"GroupId":"g","OptionType":"set","EventTime":5,"GroupAttr":[{"key":"a"}]`, attr, `"GroupId":"g","OptionType":"set","EventTime":"5","GroupAttr":[{"key":"a"}]`, backend.Duplicate},
		{"attributes later", attr, `"GroupId":"g","OptionType":"set","EventTime":5`, attr, `"GroupId":"g","OptionType":"set","EventTime":6`, backend.Accepted},
		{"other attributes", attr, `"GroupId":"g","OptionType":"set","EventTime":5,"GroupAttr":[{"key":"a"}]`, attr, `"GroupId":"g","OptionType":"set","EventTime":5,"GroupAttr":[{"key":"b"}]`, backend.Accepted},
		{"state, another layout", state, `"EventTime":1,"Info":{"Action":"Login"}`, state, `"Info":{"Action":"Login"},"EventTime":"1"`, backend.Duplicate},
		{"state later", state, `"EventTime":1,"Info":{"Action":"Login"}`, state, `"EventTime":2,"Info":{"Action":"Login"}`, backend.Accepted},
		{"another state", state, `"EventTime":1,"Info":{"Action":"Login"}`, state, `"EventTime":1,"Info":{"Action":"Logout"}`, backend.Accepted},
		{"not yet sent", before, `"GroupId":"g","Random":1`, before, `"Random":1,"GroupId":"g"`, backend.Duplicate},
		{"not yet sent, another one", before, `"GroupId":"g","Random":1`, before, `"GroupId":"g","Random":2`, backend.Accepted},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got events
			h := backend.Reference(backend.Options{Log: got.log})
			post(h, plainQuery(c.first), "{"+c.firstPacket+"}")
			post(h, plainQuery(c.second), "{"+c.secondPacket+"}")
			if want := []backend.EventOutcome{backend.Accepted, c.want}; !slices.Equal(got.outcomes(), want) {
				t.Errorf("got %v, want %v", got.outcomes(), want)
			}
		})
	}
}

func TestAnotherApplicationHasItsOwnEvents(t *testing.T) {
	var got events
	h := backend.Reference(backend.Options{Log: got.log})
	for _, app := range []string{"1", "2"} {
		post(h, "CallbackCommand="+url.QueryEscape(command)+"&SdkAppid="+app, packet(1))
	}
	if want := []backend.EventOutcome{backend.Accepted, backend.Accepted}; !slices.Equal(got.outcomes(), want) {
		t.Errorf("got %v, want %v", got.outcomes(), want)
	}
}

func TestTheMemoryIsBoundedAndForgetsTheOldest(t *testing.T) {
	var got events
	h := backend.Reference(backend.Options{MaxEntries: 3, Log: got.log})
	for _, seq := range []int{1, 2, 3, 4, 2, 1} {
		post(h, plainQuery(command), packet(seq))
	}
	a, d := backend.Accepted, backend.Duplicate
	if want := []backend.EventOutcome{a, a, a, a, d, a}; !slices.Equal(got.outcomes(), want) {
		t.Errorf("got %v, want %v", got.outcomes(), want)
	}
}

func TestOfCopiesAtTheSameMomentOneIsProcessed(t *testing.T) {
	var got events
	h := backend.Reference(backend.Options{Log: got.log})
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() { post(h, plainQuery(command), packet(i%4)) })
	}
	all.Wait()
	counts := fmt.Sprint(count(got.outcomes(), backend.Accepted), count(got.outcomes(), backend.Duplicate))
	if counts != "4 36" {
		t.Errorf("got %s accepted and duplicate, want 4 36", counts)
	}
}

func count(outcomes []backend.EventOutcome, wanted backend.EventOutcome) int {
	n := 0
	for _, o := range outcomes {
		if o == wanted {
			n++
		}
	}
	return n
}
