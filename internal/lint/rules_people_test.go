package lint_test

import "strings"

// trippedPeople are rules about callbacks of users, one-to-one messages and chatbots.
func trippedPeople() []tripped {
	row := func(rule, short, old, replacement string) tripped {
		return tripped{want: []string{rule}, packet: sampleOf(short), change: body(old, replacement)}
	}
	const reader = `"To_Account":"jared"`
	unforced := strings.Replace(sampleOf("friend-add"), `"ForceFlag":1`, `"ForceFlag":0`, 1) // as the page means it
	const modify = `"CallbackCommand":"C2C.CallbackAfterModifyMsg",`                         // which the tests look for in front
	edited := strings.ReplaceAll(strings.Replace(sampleOf("c2c-modify"), modify, "", 1), "1769771529", "1500000000")
	edited = "{" + modify + edited[1:]
	return []tripped{
		row("unread-when-delivered", "c2c-after-send", `"UnreadMsgNum":7`, `"UnreadMsgNum":-1`),
		row("read-time-seconds", "c2c-read", `1614754606`, `1614754606000`),
		row("unique-groups", "c2c-read-all", `[{`, `[{"GroupId":"groupid","MsgSeq":99},{`),
		{want: []string{"edit-after-message"}, packet: edited, change: body(`"MsgTime":1500000000,"MsgKey":"609_690_15`,
			`"MsgTime":1900000000,"MsgKey":"609_690_19`)},
		row("unique-messages-read", "c2c-receipt", `[{`, `[{"From_Account":"Jonh",`+reader+`,"MsgKey":`+
			`"33973751_24064952_1769139583","MsgId":"144115433090395387-1769139578-24064952"},{`),
		row("receipt-of-received", "c2c-receipt", reader, `"To_Account":"otis"`),
		row("receipt-keys", "c2c-receipt", `-24064952"`, `-24064953"`),
		row("unique-pairs", "friend-delete", `[{`, `[{"From_Account":"id","To_Account":"id1"},{`),
		{want: []string{"forced-by-admin"}, packet: unforced, change: body(`"ForceFlag":0`, `"ForceFlag":1`)},
		row("unique-followed", "follow", `UserID_003`, `UserID_002`),
		row("unique-unfollowed", "unfollow", `UserID_003`, `UserID_002`),
		row("profile-tag", "profile", `Tag_Profile_IM_Nick`, `Tag_Profile_IM_Name`),
		row("profile-keyword", "profile", `Custom_Data`, `Custom_DataOfMine`),
		row("profile-value-type", "profile", `"nick1"`, `1`),
		row("profile-value-bounds", "profile", `"nick1"`, `"`+strings.Repeat("n", 501)+`"`),
		row("unique-tags", "profile", `[{`, `[{"Tag":"Tag_Profile_IM_Nick","Value":"nick0"},{`),
	}
}
