package payloads_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Captures come from anywhere, so any bytes have to be judged, and the same bytes always in the same way.
func FuzzValidate(f *testing.F) {
	all := chat.All()
	place := func(callback string) uint8 {
		return uint8(slices.IndexFunc(all, func(c *payloads.Command) bool { return c.Name == callback }))
	}
	for _, packet := range goldenPackets(f) {
		f.Add(place(packet.callback), packet.body)
	}
	for _, j := range judgedTable() {
		packet, _ := j.packet()
		f.Add(place(commandOf(f, packet).Name), []byte(packet))
	}
	f.Fuzz(func(t *testing.T, n uint8, body []byte) {
		c := all[int(n)%len(all)]
		before := bytes.Clone(body)
		problems := c.Validate(body)
		if !bytes.Equal(before, body) {
			t.Fatal("the packet was changed")
		}
		last := 0
		for _, p := range problems {
			if p.Offset < last || p.Offset > len(body) {
				t.Fatalf("%s: offset %d after %d in %d bytes", p, p.Offset, last, len(body))
			}
			last = p.Offset
			if p.Message == "" || p.Source == "" || p.Path != "" && p.Path[0] != '/' {
				t.Fatalf("%#v is no whole problem", p)
			}
		}
		again := c.Validate(body)
		for i := range problems {
			if len(again) != len(problems) || again[i] != problems[i] {
				t.Fatalf("first %v, then %v", problems, again)
			}
		}
	})
}

// Overrides come from the command line, so any text has to be refused or applied.
func FuzzOverride(f *testing.F) {
	for _, s := range []string{
		"MsgSeq=7", "MsgBody.*.MsgContent.Text=hi", `/a~1b:={"x":1}`, "*=0", "*.*.*=x", "MsgBody.-:={}", "GroupId:=null", "TopicId=@TGS#_a@TOPIC#_b",
		"Type=AVChatRoom", "AtRobots_Account:=5", "MsgTime=-9223372036854775808", "MsgTime=9223372036854775807", "EventTime=0", "GroupAtInfo:=[[]]", "=", ":=",
	} {
		f.Add(s)
	}
	all := chat.All()
	f.Fuzz(func(t *testing.T, s string) {
		var list []payloads.Override
		for _, parse := range []func(string) (payloads.Override, error){payloads.ParseSet, payloads.ParseAdd, payloads.ParseRemove} {
			if o, err := parse(s); err == nil {
				list = append(list, o)
			}
		}
		for _, o := range list {
			for _, c := range all {
				for _, v := range []*payloads.Variant{&c.Variants()[0], payloads.Example()} {
					packets, err := c.Build(v, payloads.Params{Seed: 7, Now: now, Overrides: []payloads.Override{o}})
					if err == nil {
						c.Validate(packets[0].Body)
					}
				}
			}
		}
	})
}
