package service

import (
	"strconv"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

func offlineRules() []payloads.Rule {
	return []payloads.Rule{
		payloads.ASCIIAccountsRule("Events.*.From_Account", "Events.*.To_Account"),
		payloads.SecondsRule("Events.*.EventTime", "Events.*.MsgTime"),
		eachEvent("push-of-message", payloads.Documented, "field table (1047/67552)",
			"the push of a one-to-one message has its MsgKey, that of a group's the GroupID, and neither has both",
			ofOneMessage),
		eachEvent("msgkey-structure", payloads.Documented, "sample of 1047/67552",
			"MsgKey is MsgSeq, MsgRandom and MsgTime, joined by underscores", keyOfMessage),
	}
}

func taskRules() []payloads.Rule {
	return []payloads.Rule{
		payloads.ASCIIAccountsRule("Events.*.To_Account"),
		payloads.SecondsRule("Events.*.TaskTime", "Events.*.EventTime"),
		eachEvent("push-vendor", payloads.Documented, "field table (1047/67551)",
			"an online push has no vendor, and an offline one no device", vendorOfKind),
	}
}

// eachEvent is a rule about each event of a batch by itself.
func eachEvent(id string, evidence payloads.Evidence, source, doc string,
	check func(event payloads.Value, report payloads.Report),
) payloads.Rule {
	return payloads.Rule{
		ID: id, Doc: doc, Source: source, Level: payloads.Should, Evidence: evidence,
		Check: func(packet payloads.Value, report payloads.Report) {
			for i, e := range packet.Get("Events").Items() {
				check(e.Value, func(at jsontree.Path, format string, args ...any) {
					report(append(jsontree.Path{"Events", strconv.Itoa(i)}, at...), format, args...)
				})
			}
		},
	}
}

func ofOneMessage(event payloads.Value, report payloads.Report) {
	kind, _ := event.Get("EventType").Int64()
	for _, of := range [...]struct {
		kind int64
		name string
	}{{ofUser, "MsgKey"}, {ofGroup, "GroupID"}} {
		v := event.Get(of.name)
		isEmpty := v.IsAbsent() || v.Kind() == jsontree.KindString && v.Text() == ""
		switch {
		case kind != ofUser && kind != ofGroup: // which is a problem of its own
		case of.kind == kind && isEmpty:
			report(jsontree.Path{of.name}, "is missing although EventType is %d", kind)
		case of.kind != kind && !isEmpty:
			report(jsontree.Path{of.name}, "stands beside EventType %d, want it absent or empty", kind)
		}
	}
}

func keyOfMessage(event payloads.Value, report payloads.Report) {
	key := event.Get("MsgKey")
	var parts [3]int64
	for i, name := range [...]string{"MsgSeq", "MsgRandom", "MsgTime"} {
		n, isInt := event.Get(name).Int64()
		if !isInt || n < 0 || n > uint32Max { // which is a problem of its own
			return
		}
		parts[i] = n
	}
	want := payloads.MessageKey(parts[0], parts[1], parts[2])
	if key.Kind() == jsontree.KindString && key.Text() != "" && key.Text() != want {
		report(jsontree.Path{"MsgKey"}, "got %q, want %s", key.Text(), want)
	}
}

func vendorOfKind(event payloads.Value, report payloads.Report) {
	kind, _ := event.Get("EventType").Int64()
	name := map[int64]string{offline: "DeviceType", online: "PushPlatform"}[kind]
	if n, isInt := event.Get(name).Int64(); isInt && n > 0 && n <= 8 {
		report(jsontree.Path{name}, "got %d with EventType %d, want 0", n, kind)
	}
}
