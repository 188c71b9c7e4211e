package payloads_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// coherent says what in a packet does not belong together. It is written from the documentation and not from the
// generator's code.
func coherent(p jsontree.Value) []string {
	c := coherence{p: p}
	c.group()
	c.times()
	c.messageKey()
	c.messageID()
	c.mentions()
	c.liveGroup()
	c.recalls()
	c.attributes()
	for _, e := range p.Get("MsgBody").Members() {
		c.media(e.Value.Get("MsgType").Text(), e.Value.Get("MsgContent"))
	}
	return c.faults
}

type coherence struct {
	p      jsontree.Value
	faults []string
}

func (c *coherence) want(holds bool, what string) {
	if !holds {
		c.faults = append(c.faults, "want "+what)
	}
}

func (c *coherence) int(name string) int64 {
	n, err := strconv.ParseInt(c.p.Get(name).Text(), 10, 64)
	if err != nil && !c.p.Get(name).IsAbsent() {
		c.faults = append(c.faults, name+": "+err.Error())
	}
	return n
}

func (c *coherence) group() {
	if c.p.Get("GroupId").IsAbsent() {
		return
	}
	group, topic, kind := c.p.Get("GroupId").Text(), c.p.Get("TopicId"), c.p.Get("Type").Text()
	if c.p.Get("Type").IsAbsent() && strings.HasPrefix(group, "@TGS#_") {
		kind = "Community"
	}
	c.want((kind == "Community") == strings.HasPrefix(group, "@TGS#_"),
		"a community's id to begin @TGS#_ and no other's")
	c.want(len(group) > 0 && len(group) <= 48, "a GroupId of 1 to 48 bytes")
	isAlwaysThere := c.p.Get("CallbackCommand").Text() == "Group.CallbackAfterModifyMsg"
	if !topic.IsAbsent() && (topic.Text() != "" || !isAlwaysThere) {
		owner, own, _ := strings.Cut(topic.Text(), "@TOPIC#_")
		c.want(kind == "Community" && owner == group && own != "", "the topic to be the community's")
		c.want(len(topic.Text()) <= 96, "a TopicId of at most 96 bytes")
	}
}

func (c *coherence) times() {
	if event := c.p.Get("EventTime"); !event.IsAbsent() && !c.p.Get("MsgTime").IsAbsent() {
		d := c.int("EventTime") - c.int("MsgTime")*1000
		isEdit := strings.HasSuffix(c.p.Get("CallbackCommand").Text(), ".CallbackAfterModifyMsg")
		c.want(d >= 0 && (d < 2000 || isEdit), "EventTime at or less than 2 s after MsgTime")
	}
}

func (c *coherence) messageID() {
	if c.p.Get("MsgId").IsAbsent() || c.p.Get("MsgTime").IsAbsent() {
		return
	}
	parts := strings.Split(c.p.Get("MsgId").Text(), "-")
	if len(parts) != 3 {
		c.faults = append(c.faults, "want a MsgId of three parts")
		return
	}
	at, err := strconv.ParseInt(parts[1], 10, 64)
	skew := c.int("MsgTime") - at
	c.want(strings.HasPrefix(parts[0], "144115") && len(parts[0]) == 18, "a tinyid of 18 digits that begins 144115")
	c.want(err == nil && skew >= 0 && skew <= 5, "the client's clock at most 5 s behind the server's")
	random := c.p.Get("Random").Text() + c.p.Get("MsgRandom").Text() // of groups, and of one-to-one messages
	c.want(parts[2] == random, "MsgId to end in the random number")
}

func (c *coherence) messageKey() {
	if key := c.p.Get("MsgKey"); !key.IsAbsent() && !c.p.Get("MsgSeq").IsAbsent() {
		want := c.p.Get("MsgSeq").Text() + "_" + c.p.Get("MsgRandom").Text() + "_" + c.p.Get("MsgTime").Text()
		c.want(strings.HasPrefix(key.Text(), want), "MsgKey to be of its parts")
	}
}

func (c *coherence) mentions() {
	var texts strings.Builder
	hasText := false
	for _, e := range c.p.Get("MsgBody").Members() {
		if e.Value.Get("MsgType").Text() == "TIMTextElem" {
			hasText = true
			texts.WriteString(e.Value.Get("MsgContent").Get("Text").Text())
		}
	}
	for _, bot := range c.p.Get("AtRobots_Account").Members() {
		c.want(!hasText || strings.Contains(texts.String(), "@"+bot.Value.Text()+" "),
			"the text to mention "+bot.Value.Text())
		c.want(strings.HasPrefix(bot.Value.Text(), "@RBT#") && len(bot.Value.Text()) <= 32, "a chatbot's id")
	}
	for _, at := range c.p.Get("GroupAtInfo").Members() {
		name := at.Value.Get("GroupAt_Account").Text()
		if all := at.Value.Get("GroupAtAllFlag").Text(); all == "1" {
			c.want(at.Value.Len() == 1, "no account beside GroupAtAllFlag 1")
			name = "All"
		}
		c.want(name != "" && (!hasText || strings.Contains(texts.String(), "@"+name+" ")), "the text to mention "+name)
	}
}

func (c *coherence) liveGroup() {
	if c.p.Get("Type").Text() == "AVChatRoom" {
		c.want(c.int("OnlineOnlyFlag") == 0 && c.p.Get("GroupAtInfo").Len() == 0,
			"neither online-only messages nor mentions in an AVChatRoom")
	}
}

func (c *coherence) recalls() {
	var lastSeq, lastAt int64
	for _, e := range c.p.Get("MsgSeqList").Members() {
		seq, _ := e.Value.Get("MsgSeq").Int64()
		c.want(seq > lastSeq, "ascending MsgSeq in a recall")
		lastSeq = seq
		parts := strings.Split(e.Value.Get("MsgId").Text(), "-")
		if len(parts) != 3 {
			c.faults = append(c.faults, "want a MsgId of three parts in a recall")
			return
		}
		at, _ := strconv.ParseInt(parts[1], 10, 64)
		event := c.int("EventTime") / 1000
		c.want(at >= lastAt && at <= event && event-at <= 120,
			"recalled messages of the last two minutes, the older first")
		lastAt = at
	}
}

func (c *coherence) attributes() {
	total, keys := 0, map[string]bool{}
	for _, e := range c.p.Get("GroupAttr").Members() {
		key, value := e.Value.Get("key").Text(), e.Value.Get("value")
		c.want(key != "" && len(key) <= 32 && len(value.Text()) <= 4000 && !keys[key],
			"a new key of 1 to 32 bytes, a value of at most 4000")
		keys[key] = true
		total += len(value.Text())
		c.want(value.IsAbsent() == (c.p.Get("OptionType").Text() == "delete"), "values everywhere but in a delete")
	}
	c.want(total <= 16000 && len(keys) <= 16, "at most 16 attributes and 16000 bytes")
	c.want(c.p.Get("OptionType").Text() != "clear" || len(keys) == 0, "no attributes in a clear")
}

func (c *coherence) media(msgType string, content jsontree.Value) {
	n := func(name string) int64 { n, _ := content.Get(name).Int64(); return n }
	within := func(name string, lowest, highest int64) {
		c.want(n(name) >= lowest && n(name) <= highest,
			msgType+"'s "+name+" from "+strconv.FormatInt(lowest, 10)+" to "+strconv.FormatInt(highest, 10))
	}
	switch msgType {
	case "TIMSoundElem":
		within("Second", 1, 60)
		within("Size", n("Second")*1500, n("Second")*4000)
	case "TIMVideoFileElem":
		within("VideoSecond", 1, 120)
		within("VideoSize", n("VideoSecond")*100_000, n("VideoSecond")*500_000)
		within("ThumbSize", 1000, 100_000)
	case "TIMFileElem":
		within("FileSize", 1, 100<<20)
	case "TIMImageElem":
		var original jsontree.Value
		for _, r := range content.Get("ImageInfoArray").Members() {
			if r.Value.Get("Type").Text() == "1" {
				original = r.Value
			}
		}
		width, _ := original.Get("Width").Int64()
		height, _ := original.Get("Height").Int64()
		size, _ := original.Get("Size").Int64()
		c.want(width >= 100 && height >= 100 && size > 10_000 && size < width*height, "a picture of plausible size")
	}
}

func TestExamplesAreCoherent(t *testing.T) {
	const examples = 2000
	for _, c := range chat.All() {
		t.Run(c.Short, func(t *testing.T) {
			t.Parallel()
			for n := range uint64(examples) {
				body := build(t, c, payloads.Example(), payloads.Params{Seed: 5, Number: n})[0].Body
				checkCoherent(t, body)
			}
		})
	}
}

func checkCoherent(t *testing.T, body []byte) {
	t.Helper()
	p, err := jsontree.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	if faults := coherent(p); len(faults) > 0 {
		t.Fatalf("%s\n%s", strings.Join(faults, "\n"), body)
	}
}

// offTopic variants are valid and yet about something that does not belong together.
var offTopic = map[string]bool{
	"baseline-doc-sample": true, "eventtime-future-ms": true, "msgtime-before-eventtime": true,
	"attr-clear-full": true, "attr-delete-empty-value": true, "attr-delete-old-value": true, "attr-burst": true,
	"elem-image-zero-dims": true, "elem-file-size-big": true, "elem-video-second-0": true,
	"at-all-with-account": true, "at-no-text": true, "bot-text-nickname": true, "bot-text-no-mention": true,
	"bot-text-fullwidth-at": true, "text-empty": true,
	"recall-no-msgid": true, "recall-mixed-msgid": true, "recall-unsorted": true, "recall-unknown-message": true,
}

func TestValidVariantsAreCoherent(t *testing.T) {
	checked := 0
	for _, w := range allWork() {
		if len(w.v.OffSpec) > 0 || offTopic[w.v.ID] {
			continue
		}
		for seed := range uint64(5) {
			for _, p := range build(t, w.c, w.v, payloads.Params{Seed: seed}) {
				packet, err := jsontree.Parse(p.Body)
				if err != nil {
					t.Fatalf("%s: %v", p.Name(), err)
				}
				for _, fault := range coherent(packet) {
					t.Errorf("%s: %s\n%.500s", p.Name(), fault, p.Body)
				}
				checked++
			}
		}
	}
	if checked < 1000 {
		t.Errorf("checked %d packets, want at least 1000", checked)
	}
}
