package service

import "github.com/timhook/timhook/payloads"

// moderation tells what the cloud's moderation has made of a content. It decides nothing: the moderation itself blocks.
// Its packet does not name the command at all, so that the query alone does (1047/78240).
func moderation() *payloads.Command {
	return &payloads.Command{
		Name: "ContentCallback.ResultNotify", Short: "moderation",
		Title: "the moderation has judged a content",
		URL:   "https://www.tencentcloud.com/document/product/1047/78240",
		Page:  "Cloud Moderation Webhooks (1047/78240), updated 2026-03-13",
		Doubt: "the table of what may be answered, and the rows of the last fields, could not be read",
		Query: bareQuery(),
		Sample: `{"Scene":"C2C","SdkAppId":1400187352,"From_Account":"jared",` +
			`"ContactItem":{"ContactType":1,"To_Account":"Jonh"},"ContentType":"Text",` +
			`"TextContent":["aaabbbccc","1234567"],"MsgID":"1434460578_4137340972_1661154487","CtxcbResult":1,` +
			`"CtxcbRequestId":"241ed925-4c56-4357-95dd-1e6e7798f214","CtxcbKeywords":["aaabbbccc","1234567"],` +
			`"CtxcbSuggestion":"Review","CtxcbLabel":"Sexy","CtxcbSubLabel":"InsinuationPorn",` +
			`"CtxcbSubLabelDesc":"XXXX","CtxcbLibName":"test","CloudCustomData":"aaabbbccc"}`,
		Request: append(contentFields(), verdictFields()...),
		Rules:   moderationRules(),
		Own:     moderationCases(),
		Answer:  payloads.Notified().Unread(),
	}
}
