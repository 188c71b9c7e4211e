package official

import (
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// messageRules are those of a message that is about to be sent.
func messageRules() []payloads.Rule {
	return slices.Concat(payloads.AccountRules("Official_Account"), payloads.ContentRules())
}

// sentRules are those of a message that was sent.
func sentRules() []payloads.Rule {
	return append(messageRules(), payloads.MessageTimeRule(), payloads.EventAfterMessageRule(), messageKeyRule())
}

// messageKeyRule is about the id of a message. The page's own sample breaks it.
func messageKeyRule() payloads.Rule {
	return payloads.Rule{
		ID: "msgkey-time", Level: payloads.Should, Evidence: payloads.Inferred,
		Doc:    "MsgKey is three numbers joined by underscores, of which the last is MsgTime",
		Source: "samples of 1047/60804, 1047/60805 and 1047/34365; inferred",
		Check: func(packet payloads.Value, report payloads.Report) {
			key := packet.Get("MsgKey")
			at, isTime := packet.Get("MsgTime").Int64()
			if key.Kind() != jsontree.KindString {
				return
			}
			parts := strings.Split(key.Text(), "_")
			isOther := func(part string) bool { return part == "" || strings.Trim(part, "0123456789") != "" }
			switch {
			case len(parts) != 3 || slices.ContainsFunc(parts, isOther):
				report(jsontree.Path{"MsgKey"}, "got %q, want three numbers joined by underscores", key.Text())
			case isTime && at >= 0 && parts[2] != strconv.FormatInt(at, 10):
				report(jsontree.Path{"MsgKey"}, "ends in %s, want MsgTime, which is %d", parts[2], at)
			}
		},
	}
}

// ownCodes are those of an official account's backend.
func ownCodes() payloads.Code { return payloads.OwnCodes(120001, 130000) }

// refuses is the code that refuses; who asked gets to see another one.
func refuses(shown int64) payloads.Code {
	return payloads.Code{From: 1, To: 1, Does: payloads.Refuse, Error: shown}
}

// refusesLikeSiblings is that code on a page which does not print what who asked gets to see.
func refusesLikeSiblings() payloads.Code {
	code := refuses(20006)
	code.Source, code.Evidence = "the page prints no number, a sibling does (1047/60795)", payloads.Inferred
	return code
}
