package user_test

import (
	"testing"

	"github.com/timhook/timhook/payloads/chat/user"
	"github.com/timhook/timhook/payloads/payloadstest"
)

func TestCallbacks(t *testing.T) { payloadstest.Family(t, user.Callbacks()) }

func TestAnswers(t *testing.T) {
	result := func(items string) string { return payloadstest.Packet("0", "", `,"ResultItem":[`+items+`]`) }
	const (
		id1   = `{"To_Account":"id1","ResultCode":0,"ResultInfo":""}`
		id2   = `{"To_Account":"id2","ResultCode":38001,"ResultInfo":"not reachable by strangers"}`
		coded = `{"To_Account":"id2","ResultCode":39001,"ResultInfo":"no"}`
	)
	var rows [][3]string
	for _, callback := range []string{"friend-request", "friend-response"} { // both samples are about id1 and id2
		rows = append(rows, [][3]string{
			{callback, result(id1 + "," + id2), ""},
			{callback, payloadstest.Packet("0", "", ""), "answer-items-present"},
			{callback, payloadstest.Packet("1", "no", ""), "answer-items-decide"},
			{callback, result(id1), "answer-items-each"},
			{callback, result(id1 + "," + id2 + "," + id2), "answer-items-each"},
			{callback, result(id1 + "," + coded), "answer-items-range"},
		}...)
	}
	payloadstest.Answers(t, user.Callbacks(), rows)
}

func TestDeparturesAreSeen(t *testing.T) {
	const pair, both = `{"From_Account":"mina07","To_Account":"otis"}`, `{"From_Account":"otis","To_Account":"mina07"}`
	const wanted = `{"To_Account":"otis","Remark":"","GroupName":"","AddSource":"AddSource_Type_Web","AddWording":""}`
	const response = `{"To_Account":"mina07","Remark":"","TagName":"","ResponseAction":"Response_Action_Agree"}`
	profile := func(items string) string {
		return `"Operator_Account":"mina07","From_Account":"mina07","EventTime":1762851903417,"ProfileItem":[` +
			items + `]`
	}
	payloadstest.Literals(t, user.Callbacks(), [][3]string{
		{"profile", profile(`{"Tag":"Tag_Profile_IM_BirthDay","Value":19950317}`), ""},
		{"profile", profile(`{"Tag":"Tag_Profile_Custom_Badge","Value":7}`), ""},
		{"profile", profile(`{"Tag":"Tag_Profile_Custom_Badge","Value":""}`), ""},
		{"profile", profile(`{"Tag":"Tag_Profile_IM_Nick","Value":7}`), "/ProfileItem/0/Value"},
		{"profile", profile(`{"Tag":"Tag_Profile_IM_Level","Value":"7"}`), "/ProfileItem/0/Value"},
		{"profile", profile(`{"Tag":"Tag_Profile_IM_Location","Value":"12345678901234567"}`), "/ProfileItem/0/Value"},
		{"profile", profile(`{"Tag":"Tag_Profile_IM_Shoe","Value":42}`), "/ProfileItem/0/Tag"},
		{"profile", profile(`{"Tag":"Tag_Profile_Custom_Superlong","Value":""}`), "/ProfileItem/0/Tag"},
		{
			"friend-add", `"PairList":[{"From_Account":"mina07","To_Account":"otis","Initiator_Account":"mina07"}],` +
				`"ClientCmd":"FriendResponse","Admin_Account":"","ForceFlag":0`, "",
		},
		{"friend-delete", `"PairList":[` + pair + `,` + both + `]`, ""},
		{"friend-delete", `"PairList":[` + pair + `,` + pair + `]`, "/PairList/1"},
		{"blacklist-add", `"PairList":[{"From_Account":"mina07","To_Account":"用户1"}]`, "/PairList/0/To_Account"},
		{"blacklist-delete", `"PairList":[]`, "/PairList"},
		{"unfollow", `"From_Account":"mina07","To_Account":["otis","juno"],"EventTime":1762851993417`, ""},
		{"unfollow", `"From_Account":"mina07","To_Account":"otis","EventTime":1762851993417`, "/To_Account"},
		{
			"follow", `"From_Account":"mina07","FollowList":[{"To_Account":"otis"},{"To_Account":"otis"}],` +
				`"EventTime":1762851993`, "/EventTime /FollowList/1",
		},
		{
			"friend-request", `"Requester_Account":"mina07","From_Account":"mina07","AddType":"Add_Type_Both",` +
				`"ForceAddFlags":0,"EventTime":1762851903417,"FriendItem":[` + wanted + `,` + wanted + `]`,
			"/FriendItem/1/To_Account",
		},
		{
			"friend-response", `"Requester_Account":"mina07","From_Account":"otis","ResponseFriendItem":[` +
				response + `,` + response + `],"EventTime":1762851910020`, "/ResponseFriendItem/1/To_Account",
		},
		{
			"friend-response", `"Requester_Account":"mina07","From_Account":"otis","ResponseFriendItem":[` +
				`{"To_Account":"mina07","Remark":"Mina","TagName":"work","ResponseAction":"Response_Action_Agree"}],` +
				`"EventTime":1762851910020`, "",
		},
		{
			"state", `"EventTime":1762851903417,"Info":{"Action":"CustomStatusChange","To_Account":"mina07",` +
				`"Reason":"SetCustomStatus","CustomStatus":"busy"}`, "",
		},
		{
			"state", `"EventTime":1762851903417,"Info":{"Action":"CustomStatusChange","To_Account":"mina07",` +
				`"Reason":"SetCustomStatus"},"CustomStatus":"busy"`, "",
		},
	})
}
