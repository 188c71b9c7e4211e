package conformance_test

import "strings"

func notifiedAnswers() []answered {
	return append(badForms(), []answered{
		{0, `{}`, ""},
		{0, `{"ErrorCode":1,"ErrorInfo":"busy"}`, "resp-errorcode-zero"},
		{0, `{"ErrorCode":10101,"ErrorInfo":"no links"}`, "resp-errorcode-zero"},
		{0, `{"ActionStatus":"FAIL"}`, "resp-errorcode-zero"},
		{0, `{"ActionStatus":"FAIL","ErrorCode":1,"ErrorInfo":"busy"}`, "resp-errorcode-zero"},
		{0, `{"ResultItem":[]}`, "resp-extra-fields"},
	}...)
}

func fixedAnswers() []answered {
	return append(badForms(), []answered{
		{0, `{}`, ""},
		{0, `{"ErrorInfo":"success"}`, "answer-fixed"},
		{0, `{"ErrorCode":10023,"ErrorInfo":"too many messages"}`, "resp-errorcode-zero"},
		{0, `{"ErrorCode":1}`, "resp-errorcode-zero"},
		{0, `{"ActionStatus":"FAIL"}`, "resp-errorcode-zero"},
	}...)
}

func messageAnswers() []answered {
	const text = `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"see you at 8"}}]`
	long := strings.ReplaceAll(text, "see you", strings.Repeat("see you ", 2000))
	return append(append(append(badForms(), badCodes()...), rightCodes()...), []answered{
		{0, `{"ErrorCode":2}`, ""},
		{0, `{"MsgBody":` + text + `}`, ""},
		{0, `{"CloudCustomData":"{\"rank\":3}"}`, ""},
		{0, `{"CloudCustomData":""}`, ""},
		{0, `{"MsgBody":` + text + `,"CloudCustomData":"x"}`, ""},
		{0, `{"ErrorCode":1,"MsgBody":` + text + `}`, "answer-rewrite-code"},
		{0, `{"ErrorCode":2,"MsgBody":` + text + `}`, "answer-rewrite-code"},
		{0, `{"ErrorCode":1,"CloudCustomData":"x"}`, "answer-rewrite-code"},
		{0, `{"MsgBody":[]}`, "answer-rewrite-valid"},
		{0, `{"MsgBody":"see you at 8"}`, "answer-rewrite-valid"},
		{0, `{"MsgBody":` + strings.Trim(text, "[]") + `}`, "answer-rewrite-valid"},
		{0, `{"MsgBody":[{"MsgType":"TIMTextElem"}]}`, "answer-rewrite-valid"},
		{0, `{"CloudCustomData":{"rank":3}}`, "answer-rewrite-valid"},
		{0, `{"msgBody":` + text + `}`, "answer-rewrite-valid"},
		{0, `{"MsgBody":null}`, "answer-rewrite-null"},
		{0, `{"MsgBody":` + long + `}`, "answer-rewrite-size"},
	}...)
}

func yesOrNoAnswers() []answered {
	return append(append(append(badForms(), badCodes()...), rightCodes()...), []answered{
		{0, `{"ErrorCode":2}`, "answer-code-documented"},
		{0, `{"RefusedMembers_Account":["otis"]}`, "resp-extra-fields"},
		{0, `{"MsgBody":[]}`, "resp-extra-fields"},
	}...)
}

func someAnswers() []answered {
	return append(append(append(badForms(), badCodes()...), rightCodes()...), []answered{
		{0, `{"{refused}":[{first}]}`, ""},
		{0, `{"{refused}":[{names}]}`, ""},
		{0, `{"{refused}":[]}`, ""},
		{0, `{"ErrorCode":2}`, "answer-code-documented"},
		{0, `{"{refused}":[{"{member}":{first}}]}`, "answer-names-list"},
		{0, `{"{refused}":{first}}`, "answer-names-list"},
		{0, `{"Refused_Account":[{first}]}`, "answer-names-list"},
		{0, `{"refusedUsers":[{first}]}`, "answer-names-list"},
		{0, `{"{other}":[{first}]}`, "answer-names-list"},
		{0, `{"{refused}":["nobody of these"]}`, "answer-names-known"},
		{0, `{"{refused}":[{first},{first}]}`, "answer-names-known"},
		{0, `{"ErrorCode":1,"{refused}":[{first}]}`, "answer-names-code"},
	}...)
}

func itemAnswers() []answered {
	const stranger = `{"To_Account":"nobody of these","ResultCode":0,"ResultInfo":""}`
	item := func(rest string) string { return `{"ResultItem":[{"To_Account":{first},` + rest + `},{rest}]}` }
	return append(badForms(), []answered{
		{0, `{"ResultItem":[{each}]}`, ""},
		{0, item(`"ResultCode":38000,"ResultInfo":"no"`), ""},
		{0, item(`"ResultCode":39000,"ResultInfo":"no"`), ""},
		{0, item(`"ResultCode":38001,"ResultInfo":""`), ""},
		{0, `{}`, "answer-items-present"},
		{0, `{"ResultItem":{}}`, "answer-items-present"},
		{0, `{"ResultItems":[{each}]}`, "answer-items-present"},
		{0, `{"ErrorCode":1,"ErrorInfo":"no"}`, "answer-items-decide"},
		{0, `{"ErrorCode":38001,"ErrorInfo":"no","ResultItem":[{each}]}`, "answer-items-decide"},
		{0, item(`"ResultCode":"0","ResultInfo":""`), "answer-items-fields"},
		{0, item(`"ResultInfo":""`), "answer-items-fields"},
		{0, item(`"ResultCode":0`), "answer-items-fields"},
		{0, `{"ResultItem":[{short}]}`, "answer-items-each"},
		{0, `{"ResultItem":[{each},{each}]}`, "answer-items-each"},
		{0, `{"ResultItem":[{each},` + stranger + `]}`, "answer-items-each"},
		{0, item(`"ResultCode":1,"ResultInfo":"no"`), "answer-items-range"},
		{0, item(`"ResultCode":37999,"ResultInfo":"no"`), "answer-items-range"},
		{0, item(`"ResultCode":39001,"ResultInfo":"no"`), "answer-items-range"},
	}...)
}

func replyAnswers() []answered {
	return append(badForms(), []answered{
		{0, `{"RspData":"hello"}`, ""},
		{0, `{"RspData":""}`, ""},
		{0, `{"ErrorCode":1,"ErrorInfo":"later"}`, ""},
		{0, `{"ErrorCode":1,"RspData":"hello"}`, ""},
		{0, `{"ActionStatus":"FAIL","ErrorCode":1,"ErrorInfo":"later"}`, ""},
		{0, `{}`, "answer-reply-text"},
		{0, `{"RspData":null}`, "answer-reply-text"},
		{0, `{"RspData":{"balance":"12.30"}}`, "answer-reply-text"},
		{0, `{"rspData":"hello"}`, "answer-reply-text"},
		{0, `{"ErrorCode":2}`, "answer-code-documented"},
		{0, `{"ErrorCode":10101,"ErrorInfo":"no"}`, "answer-code-documented"},
	}...)
}
