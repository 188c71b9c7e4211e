package service

import (
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

func moderationRules() []payloads.Rule {
	rule := func(id, doc string, check func(payloads.Value, payloads.Report)) payloads.Rule {
		return payloads.Rule{ID: id, Level: payloads.Should, Doc: doc, Source: "field table (1047/78240)", Check: check}
	}
	return []payloads.Rule{
		payloads.ASCIIAccountsRule("From_Account", "ContactItem.To_Account"),
		rule("moderated-content", "a text has its TextContent, another content its FileURL", contentGiven),
		rule("moderated-contact", "ContactItem names a user where ContactType is 1, a group where it is 2",
			contactGiven),
	}
}

func contentGiven(packet payloads.Value, report payloads.Report) {
	kind := packet.Get("ContentType").Text()
	switch {
	case kind == "Text" && packet.Get("TextContent").IsAbsent():
		report(jsontree.Path{"TextContent"}, "is missing although ContentType is Text")
	case slices.Contains([]string{"Image", "Audio", "Video"}, kind) && packet.Get("FileURL").IsAbsent():
		report(jsontree.Path{"FileURL"}, "is missing although ContentType is %s", kind)
	}
}

func contactGiven(packet payloads.Value, report payloads.Report) {
	contact := packet.Get("ContactItem")
	kind, _ := contact.Get("ContactType").Int64()
	name := map[int64]string{ofUser: "To_Account", ofGroup: "ToGroupId"}[kind]
	if name != "" && contact.Get(name).IsAbsent() {
		report(jsontree.Path{"ContactItem", name}, "is missing although ContactType is %d", kind)
	}
}
