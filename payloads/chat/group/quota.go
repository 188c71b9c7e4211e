package group

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// onDailyGroupQuotaAlarm is sent after a group was made, when those made today exceed 70 % of the quota (1047/57455).
// It has no switch of its own but that of changed group profiles.
func onDailyGroupQuotaAlarm() *payloads.Command {
	const name = "Group.CallbackOnDailyGroupQuotaAlarm"
	return &payloads.Command{
		Name: name, Short: "quota",
		Title: "the day's quota of new groups is nearly used",
		URL:   "https://www.tencentcloud.com/document/product/1047/57455",
		Page:  "Group Creation Daily Net Increase Threshold Alarm Callback (1047/57455), updated 2025-06-10",
		Sample: `{"CallbackCommand":"Group.CallbackOnDailyGroupQuotaAlarm","QuotaUsed":3655,"Quota":5000,` +
			`"EventTime":1762852090123}`,
		Composed: true,
		Request: slices.Concat([]payloads.Field{payloads.CommandField(name)}, quotaFields(),
			[]payloads.Field{payloads.EventTimeField()}),
		Rules: quotaRules(),
		Own:   quotaCases(),
	}
}
