package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/nearest"
)

// relative is a name that another interface of Chat has for something that these callbacks name otherwise, or do not
// have.
type relative struct {
	name  string
	field string // what it is called here; empty: nothing here is the same
	whose string // the interface, in the possessive
}

// The interfaces of [relatives].
const (
	ofOneToOne   = "the one-to-one callbacks'"
	ofMerged     = "a merged message's"
	ofOfficial   = "the official accounts'"
	ofExtensions = "the extension callbacks'"
	ofREST       = "the REST API's"
	ofSDK        = "the client SDK's"
	ofJava       = "a Java SDK's"
	ofRTC        = "Tencent RTC's"
)

// relatives are told by the pages of the siblings (catalogue of the callbacks), the REST API (1047/34959, 1047/34965,
// 1047/44190) and the client SDK, and by a Java SDK with names of its own (observed). Nothing changes them.
var relatives = [...]relative{
	{"MsgRandom", "Random", ofOneToOne},
	{"MsgKey", "MsgId", ofOneToOne},
	{"To_Account", "", ofOneToOne},
	{"SendMsgResult", "", ofOneToOne},
	{"UnreadMsgNum", "", ofOneToOne},
	{"Report_Account", "Operator_Account", ofOneToOne},
	{"MsgTimeStamp", "MsgTime", ofMerged},
	{"Official_Account", "", ofOfficial},
	{"WithdrawMsgList", "MsgSeqList", ofOfficial},
	{"OperateType", "OptionType", ofExtensions},
	{"ExtensionList", "GroupAttr", ofExtensions},
	{"GroupAttrAry", "GroupAttr", ofREST},
	{"GroupType", "Type", ofREST},
	{"IsPlaceMsg", "", ofREST},
	{"RecallMsgList", "MsgSeqList", ofREST},
	{"ForbidCallbackControl", "", ofREST},
	{"OfflinePushInfo", "", ofREST},
	{"MsgLifeTime", "", ofREST},
	{"SyncOtherMachine", "", ofREST},
	{"AtUserList", "GroupAtInfo", ofSDK},
	{"AtUserList", "AtRobots_Account", ofSDK},
	{"AtUserID", "GroupAt_Account", ofSDK},
	{"UserID", "GroupAt_Account", ofSDK},
	{"Sender", "From_Account", ofSDK},
	{"From", "From_Account", ofSDK},
	{"Sequence", "MsgSeq", ofSDK},
	{"Seq", "MsgSeq", ofSDK},
	{"Time", "MsgTime", ofSDK},
	{"ID", "MsgId", ofSDK},
	{"Payload", "MsgContent", ofSDK},
	{"Elements", "MsgBody", ofSDK},
	{"CustomElem", "MsgBody", ofSDK},
	{"AtRobotAccount", "AtRobots_Account", ofJava},
	{"AtAccount", "GroupAt_Account", ofJava},
	{"EventTs", "EventTime", ofRTC},
	{"CallbackTs", "EventTime", ofRTC},
}

// QueryNames are the parameters that Chat's query has and its packet has not, RequestId in both of its spellings.
// CallbackCommand stands in both.
func QueryNames() []string {
	return []string{
		"SdkAppid", "contenttype", "ClientIP", "OptPlatform", "Sign", "RequestTime", "RequestId", "RequestID",
	}
}

// mostStrangers bounds for how many members of a packet a name is looked for.
const mostStrangers = 100

// stranger is a member that no field of its object has the name of.
type stranger struct {
	hint  string // what it may be; empty: nothing is near
	meant string // the field that it may stand for; empty: none
}

// strangerTo finds out what an unknown name may be, in a packet or another object with those fields. A field that is
// there already is not meant by another name.
func strangerTo(name string, o Value, fields []Field, isPacket bool) stranger {
	var known []string
	for i := range fields {
		switch f := &fields[i]; {
		case strings.EqualFold(f.Name, name):
			return stranger{"want the spelling " + f.Name, f.Name}
		case f.Presence != Wild && o.Get(f.Name).IsAbsent():
			known = append(known, f.Name)
		}
	}
	if isPacket {
		if place := placeOf(name, fields); place != "" {
			return stranger{hint: "its place is " + place}
		}
	}
	if i := indexFold(QueryNames(), name); i >= 0 && isPacket {
		return stranger{hint: "it is a parameter of the query, which a framework has merged into the packet"}
	}
	if found, is := relativeOf(name, known, fields, isPacket); is {
		return found
	}
	if near := nearest.Names(name, known); len(near) > 0 {
		return stranger{near[0] + "?", near[0]}
	}
	return stranger{}
}

// placeOf is where a part of the fields has the name; empty where none has.
func placeOf(name string, fields []Field) (place string) {
	walk("", fields, "*", func(at string, f *Field) {
		if place == "" && f.Name == name && f.Presence != Wild {
			place = at
		}
	})
	return place
}

// relativeOf is a name as another interface has it. Where several fields may be meant, one that is missing is.
func relativeOf(name string, missing []string, fields []Field, isPacket bool) (found stranger, is bool) {
	for _, r := range relatives {
		if !strings.EqualFold(plain(r.name), plain(name)) {
			continue
		}
		switch hint := "it is " + r.whose + " name"; {
		case slices.Contains(missing, r.field):
			return stranger{hint + ": " + r.field + "?", r.field}, true
		case indexOf(fields, r.field) >= 0:
			found, is = stranger{hint: hint + " of " + r.field}, true
		case isPacket && !is:
			found, is = stranger{hint: hint}, true
		}
	}
	return found, is
}

// plain is a name without its separators: msg_random and MsgRandom are one.
func plain(name string) string { return strings.ReplaceAll(name, "_", "") }

func indexFold(list []string, name string) int {
	return slices.IndexFunc(list, func(known string) bool { return strings.EqualFold(known, name) })
}
