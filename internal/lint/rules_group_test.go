package lint_test

import (
	"regexp"
	"strconv"

	"github.com/timhook/timhook/payloads/chat"
)

var eventTime = regexp.MustCompile(`"EventTime":"?\d+"?`)

// sampleOf is the sample of a callback's page, with the time of the tests.
func sampleOf(short string) string {
	c, err := chat.Lookup(short)
	if err != nil {
		panic(err)
	}
	return eventTime.ReplaceAllString(c.Sample, `"EventTime":`+strconv.Itoa(second)+`217`)
}

// row is a packet of a callback with one thing in it changed, which trips the rule.
func row(rule, packet, old, replacement string) tripped {
	return tripped{want: []string{rule}, packet: packet, change: body(old, replacement)}
}

// trippedGroups are rules about callbacks of groups and topics.
func trippedGroups() []tripped {
	row := func(rule, short, old, replacement string) tripped {
		return row(rule, sampleOf(short), old, replacement)
	}
	const group, community = `"@TGS#2QN5KV3MPT","Type":"Public"`, `"@TGS#_a","Type":"Community"`
	return []tripped{
		row("changed-member", "member-field", `"Member_Account":"otis",`, ``),
		row("another-owner", "owner", `"otis"`, `"mina07"`),
		row("no-members-of-communities", "destroy", group, community),
		row("readers-counted", "receipt", `"ReadNum":1`, `"ReadNum":0`),
		row("unique-receipts", "receipt", `[{"MsgSeq":42,`, `[{"MsgSeq":42,"ReadNum":0,"UnreadNum":7},{"MsgSeq":42,`),
		row("no-receipts-in-communities", "receipt", group, community),
		row("cause-of-state", "member-state", `"HeartbeatInterrupt"`, `"Join"`),
		row("quota-nearly-used", "quota", `3655`, `3500`),
		row("unique-topics", "topic-destroy", `_ideas"`, `_builds"`),
		row("topics-of-group", "topic-destroy", `#_builds"`, `#_"`),
		row("unique-custom-fields", "create", `[{"Key":"season",`, `[{"Key":"season","Value":"x"},{"Key":"season",`),
		row("extension-version", "extension", `"Seq":7}`, `"Seq":8}`),
		row("extensions-fit", "extension", `"OperateType":1`, `"OperateType":3`),
		row("unique-extensions", "extension", `[{"Key"`, `[{"Key":"vote","Value":"no","Seq":6},{"Key"`),
	}
}
