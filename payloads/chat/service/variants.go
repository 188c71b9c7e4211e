package service

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	ownPage  = "the command's page"
	inferred = "inferred"
)

func must(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.MustCase(payloads.ServiceSection, id, doc, source, set...)
}

func should(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.ShouldCase(payloads.ServiceSection, id, doc, source, set...)
}

// pushCases are about a batch of events. of makes one of a kind, of which there are two.
func pushCases(of func(g *payloads.Gen, number, kind int64) payloads.Value, event ...payloads.Field) []payloads.Variant {
	batch := func(n int64, kind func(number int64) int64) payloads.Change {
		return payloads.From("Events", func(g *payloads.Gen) payloads.Value {
			list := make([]payloads.Value, n)
			for i := range list {
				list[i] = of(g, int64(i), kind(int64(i)))
			}
			return jsontree.Array(list...)
		})
	}
	second := func(int64) int64 { return 2 }
	inTurn := func(number int64) int64 { return number%2 + 1 }
	stage := func(label string, n int) payloads.Step {
		return payloads.Step{Label: label, Set: []payloads.Change{payloads.Set("Events.0.PushStage", n)}}
	}
	return []payloads.Variant{
		must("push-second-kind", "a push of EventType 2", ownPage, batch(1, second)),
		must("push-mixed-types", "pushes of both EventTypes in one batch", ownPage, batch(4, inTurn)),
		must("push-hundred", "100 pushes in one batch", "the page: 1 to 100", batch(mostEvents, inTurn)),
		should("push-mixed-commands", "a batch whose second push names Push.TagPush",
			"a comment of one receiver names it; inferred", batch(2, second),
			payloads.Set("Events.1.CallbackCommand", "Push.TagPush")).
			Departing(payloads.ExpectSurvive, "/Events/1/CallbackCommand"),
		should("push-flat", "one push without the list around it, as the models of an SDK have it", inferred,
			flat(of, event)...).Departing(payloads.ExpectSurvive, places(event)...),
		must("push-failed", "a push that failed", ownPage, payloads.Set("Events.0.ErrCode", 1001),
			payloads.Set("Events.0.ErrInfo", "push failed")),
		must("push-errinfo-empty", "a push without words about its result", "the page: may be empty",
			payloads.Set("Events.0.ErrInfo", "")),
		must("push-stages", "one push as it is sent, reaches and is clicked; three events", ownPage).
			Sending(stage("sent", 1), stage("reached", 2), stage("clicked", 3)),
		should("push-platform-9", "a vendor that no page lists", "new vendors will come; "+inferred,
			payloads.Set("Events.0.PushPlatform", 9)).Departing(payloads.ExpectOK, "/Events/0/PushPlatform"),
	}
}

// flat puts the fields of one event in the place of the batch.
func flat(of func(g *payloads.Gen, number, kind int64) payloads.Value, event []payloads.Field) []payloads.Change {
	changes := []payloads.Change{payloads.Remove("Events")}
	for _, f := range event {
		changes = append(changes, payloads.Beside(f.Name, func(g *payloads.Gen) payloads.Value {
			return of(g, 0, 2).Get(f.Name)
		}))
	}
	return changes
}

// places are those at which a flat push departs.
func places(event []payloads.Field) []string {
	list := []string{"/Events"}
	for _, f := range event {
		list = append(list, "/"+f.Name)
	}
	return list
}

func moderationCases() []payloads.Variant {
	scene := func(name string) payloads.Step {
		return payloads.Step{Label: name, Set: []payloads.Change{payloads.Set("Scene", name)}}
	}
	asText := func(g *payloads.Gen) payloads.Value { return jsontree.String(decimal(g.SDKAppID())) }
	return []payloads.Variant{
		must("mod-message", "a message of each scene, to a user or a group", ownPage).
			Sending(scene("C2C"), scene("C2CCustom"), scene("Group"), scene("GroupCustom")),
		must("mod-profile", "a text of a profile, without a contact and a message", ownPage).
			Sending(scene("GroupInfo"), scene("GroupMemberInfo"), scene("RelationChain"), scene("UserInfo")),
		must("mod-image", "a picture, which has an address and no text", ownPage, payloads.Set("ContentType", "Image")),
		must("mod-passed", "a content that passed", ownPage, payloads.Set("CtxcbResult", 0)),
		must("mod-blocked", "a content that was blocked", ownPage, payloads.Set("CtxcbResult", 1)),
		should("mod-sdkappid-string", "the application as a text", "the query has it so; "+inferred,
			payloads.From("SdkAppId", asText)).Departing(payloads.ExpectSurvive, "/SdkAppId"),
	}
}

func limitCases() []payloads.Variant {
	return []payloads.Variant{
		must("alert-near", "161 of 200 calls", ownPage, payloads.Set("Request", 161), payloads.Set("Limit", 200)),
		must("alert-over", "510 of 200 calls", "the page's sample", payloads.Set("Request", 510),
			payloads.Set("Limit", 200)),
	}
}
