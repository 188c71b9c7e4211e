package chat

import (
	"strings"

	"github.com/timhook/timhook/internal/nearest"
)

// DocumentedNames lists the callback commands that pages of Chat name (1047/34355, 269/1523, 269/1618, 269/1631,
// 269/102314 and pages of their own), those of [All] included. Chat has others over the years.
func DocumentedNames() []string {
	var list []string
	for _, family := range [...]struct{ prefix, names string }{
		{"State.", "StateChange"},
		{"Profile.Callback", "PortraitSet"},
		{"Sns.Callback", "PrevFriendAdd PrevFriendResponse FriendAdd FriendDelete BlackListAdd BlackListDelete"},
		{"Follow.Callback", "AfterFollowAdd AfterFollowDelete"},
		{"C2C.Callback", "BeforeSendMsg AfterSendMsg AfterMsgReport AfterMsgWithDraw AfterC2CMsgExtension " +
			"AfterModifyMsg AfterMsgReadAll AfterMsgReadReceipt"},
		{"Group.Callback", "BeforeCreateGroup AfterCreateGroup BeforeApplyJoinGroup BeforeInviteJoinGroup " +
			"AfterNewMemberJoin AfterMemberExit BeforeSendMsg AfterSendMsg SendMsgException AfterRecallMsg " +
			"AfterModifyMsg AfterGroupMsgExtension AfterReadReceipt AfterGroupFull AfterGroupDestroyed " +
			"AfterGroupInfoChanged AfterMemberFieldChanged AfterGroupAttrChanged AfterChangeGroupOwner " +
			"OnMemberStateChange OnDailyGroupQuotaAlarm BeforeCreateTopic AfterCreateTopic AfterTopicDestroyed " +
			"AfterTopicInfoChanged"},
		{"Bot.", "OnC2CMessage OnGroupMessage"},
		{"Chatbot.", "OnC2CSignalMessage"},
		{"OfficialAccount.Callback", "BeforeCreateOfficialAccount AfterCreateOfficialAccount " +
			"AfterOfficialAccountInfoChanged AfterOfficialAccountDestroyed BeforeAddSubscriber AfterAddSubscriber " +
			"AfterOfficialAccountFull AfterDeleteSubscriber BeforeSendMsg AfterSendMsg AfterMsgWithDraw"},
		{"Push.", "OfflinePush AllMemberPush"},
		{"ContentCallback.", "ResultNotify"},
		{"Alert.", "RequestOverLimit"},
	} {
		for name := range strings.FieldsSeq(family.names) {
			list = append(list, family.prefix+name)
		}
	}
	return list
}

// NearCommand is the documented command that a name probably misspells; empty where none is near.
func NearCommand(name string) string {
	short := strings.NewReplacer("Callback", "", "Message", "Msg")
	family, rest, _ := strings.Cut(name, ".")
	var known, rests []string
	for _, one := range DocumentedNames() {
		of, its, _ := strings.Cut(one, ".")
		if strings.EqualFold(one, name) {
			return one
		}
		if strings.EqualFold(of, family) {
			known, rests = append(known, one), append(rests, short.Replace(its))
		}
	}
	near := nearest.Names(short.Replace(rest), rests)
	for i := range known {
		if len(near) > 0 && rests[i] == near[0] {
			return known[i]
		}
	}
	return ""
}
