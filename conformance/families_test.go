package conformance_test

// The answers of each callback's family, right and wrong, as the pages of the callbacks have them. Nothing here is
// taken from the declarations that are under test.

// ofCallback is what the answers to one callback name: its own codes, and the list of its request that they are about.
type ofCallback struct {
	short        string
	low, high    string // its own codes; empty: none
	list, member string // of the request
	refused      string // the answer's list of those who are refused
	other        string // the list of that kind in the answer to another callback
}

// answered is an answer, and the requirement that it breaks; "" where it is right. An answer without a status has 200,
// and one that is an object gets the three fields that it lacks: {"ErrorCode":1} is OK, 1 and an empty ErrorInfo.
//
// In braces stands what is the callback's: {low} {high} {below} {above} are codes, {refused} and {other} are lists,
// {first} is whom the request names first, {names} are all that it names, {each} is a right item for each of them,
// {short} for all but the last and {rest} for all but the first.
type answered struct {
	status int
	body   string
	breaks string
}

// answerFamily is a form of answers and the callbacks that have it.
type answerFamily struct {
	name      string
	callbacks []ofCallback
	answers   []answered
}

// named are callbacks about which there is no more to know.
func named(shorts ...string) []ofCallback {
	list := make([]ofCallback, len(shorts))
	for i, short := range shorts {
		list[i].short = short
	}
	return list
}

func answerFamilies() []answerFamily {
	const groupLow, groupHigh, ownLow, ownHigh = "10100", "10200", "120001", "130000"
	return []answerFamily{
		{"notified", named(
			"bot", "bot-c2c", "send", "recall", "attr", "create", "join", "exit", "modify", "extension", "receipt",
			"full", "destroy", "group-info", "member-field", "owner", "member-state", "quota", "topic",
			"topic-destroy", "topic-info", "c2c-after-send", "c2c-read", "c2c-recall", "c2c-extension",
			"c2c-modify", "c2c-read-all", "c2c-receipt", "friend-add", "friend-delete", "blacklist-add",
			"blacklist-delete", "follow", "unfollow", "profile", "state", "official-create", "official-info",
			"official-destroy", "official-subscribe", "official-full", "official-unsubscribe", "official-send",
			"official-recall", "push-offline", "push-all", "moderation", "over-limit",
		), notifiedAnswers()},
		{"fixed", named("send-failed"), fixedAnswers()},
		{"message", []ofCallback{
			{short: "before-send", low: groupLow, high: groupHigh},
			{short: "c2c-before-send", low: ownLow, high: ownHigh},
			{short: "official-before-send", low: ownLow, high: ownHigh},
		}, messageAnswers()},
		{"yes or no", []ofCallback{
			{short: "before-create", low: groupLow, high: groupHigh},
			{short: "before-topic", low: groupLow, high: groupHigh},
			{short: "before-join", low: groupLow, high: groupHigh},
			{short: "official-before-create", low: ownLow, high: ownHigh},
		}, yesOrNoAnswers()},
		{"some of them", []ofCallback{
			{
				"before-invite", groupLow, groupHigh, "DestinationMembers", "Member_Account", "RefusedMembers_Account",
				"RefusedSubscribers_Account",
			},
			{
				"official-before-subscribe", "", "", "SubscribeAccountList", "Subscriber_Account",
				"RefusedSubscribers_Account", "RefusedMembers_Account",
			},
		}, someAnswers()},
		{"item by item", []ofCallback{
			{short: "friend-request", list: "FriendItem", member: "To_Account"},
			{short: "friend-response", list: "ResponseFriendItem", member: "To_Account"},
		}, itemAnswers()},
		{"reply", named("bot-signal"), replyAnswers()},
	}
}

// badForms are wrong for every callback, whatever its answer decides.
func badForms() []answered {
	return []answered{
		{404, `{}`, "resp-status-200"},
		{204, ``, "resp-status-200"},
		{500, `Internal Server Error`, "resp-status-200"},
		{302, ``, "resp-no-redirect"},
		{0, ``, "resp-json"},
		{0, `success`, "resp-json"},
		{0, `"success"`, "resp-json"},
		{0, `<html><body>OK</body></html>`, "resp-json"},
		{0, `{"ErrorCode":"0"}`, "resp-errorcode-present"},
		{0, `{"ErrorCode":null}`, "resp-errorcode-present"},
		{0, `{"ErrorInfo":null}`, "resp-errorinfo-present"},
		{0, `{"ActionStatus":"SUCCESS"}`, "resp-actionstatus-present"},
	}
}

// badCodes are wrong where ErrorCode decides on what happens.
func badCodes() []answered {
	return []answered{
		{0, `{"ErrorCode":{below},"ErrorInfo":"no"}`, "answer-code-documented"},
		{0, `{"ErrorCode":{above},"ErrorInfo":"no"}`, "answer-code-documented"},
		{0, `{"ErrorCode":3,"ErrorInfo":"no"}`, "answer-code-documented"},
		{0, `{"ErrorCode":-1,"ErrorInfo":"no"}`, "answer-code-documented"},
		{0, `{"ErrorCode":38000,"ErrorInfo":"no"}`, "answer-code-documented"},
		{0, `{"ErrorCode":{low}}`, "answer-code-text"},
		{0, `{"ActionStatus":"FAIL","ErrorCode":1}`, "answer-status-ok"},
	}
}

func rightCodes() []answered {
	return []answered{
		{0, `{}`, ""},
		{0, `{"ErrorInfo":"fine"}`, ""},
		{0, `{"ErrorCode":1}`, ""},
		{0, `{"ErrorCode":{low},"ErrorInfo":"no links"}`, ""},
		{0, `{"ErrorCode":{high},"ErrorInfo":"no links"}`, ""},
	}
}
