package group

import "github.com/timhook/timhook/payloads"

// afterGroupAttrChanged is sent after custom attributes of a group were set, modified, cleared or deleted (1047/60394).
// It carries neither the old values nor a version, so a backend orders changes by EventTime.
func afterGroupAttrChanged() *payloads.Command {
	const name = "Group.CallbackAfterGroupAttrChanged"
	return &payloads.Command{
		Name: name, Short: "attr",
		Title: "custom attributes of a group were changed",
		URL:   "https://www.tencentcloud.com/document/product/1047/60394",
		Page:  "Callback After Group Attribute Changed (1047/60394), updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackAfterGroupAttrChanged","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
			`"Operator_Account":"leckie","OptionType":"set","GroupAttr":[{"key":"key1","value":"value1"},` +
			`{"key":"key2","value":"values"}],"EventTime":"1670574414123"}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.GroupIDField(), payloads.GroupTypeField(),
			payloads.OperatorField("UserID of who changed the attributes"),
			payloads.OptionField(), payloads.AttributesField(),
			payloads.EventTimeField(),
		},
		Rules: append(payloads.GroupRules(), payloads.AttrRules()...),
	}
}
