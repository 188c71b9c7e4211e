// Package group holds the callbacks of groups and topics (Group.*), a literal each.
package group

import "github.com/timhook/timhook/payloads"

// Callbacks lists them in the order in which they are shown and fired.
func Callbacks() []*payloads.Command {
	return []*payloads.Command{
		afterSendMsg(), afterRecallMsg(), afterGroupAttrChanged(), beforeSendMsg(), beforeInviteJoinGroup(),
		beforeCreateGroup(), afterCreateGroup(), beforeApplyJoinGroup(), afterNewMemberJoin(), afterMemberExit(),
		sendMsgException(), afterModifyMsg(), afterGroupMsgExtension(), afterReadReceipt(), afterGroupFull(),
		afterGroupDestroyed(), afterGroupInfoChanged(), afterMemberFieldChanged(), afterChangeGroupOwner(),
		onMemberStateChange(), onDailyGroupQuotaAlarm(),
		beforeCreateTopic(), afterCreateTopic(), afterTopicDestroyed(), afterTopicInfoChanged(),
	}
}
