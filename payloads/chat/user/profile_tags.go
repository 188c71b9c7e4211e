package user

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	standardTag = "Tag_Profile_IM_"
	customTag   = "Tag_Profile_Custom_" // and a keyword of the app's own
	maxKeyword  = 8                     // letters of it
)

// profileTag is a field of a profile.
type profileTag struct {
	name    string // after standardTag
	number  bool   // a uint32, otherwise a text
	longest int    // bytes of a text; 0: no bound is known
	listed  []string
}

// profileTags are the standard fields of the REST API's pages.
func profileTags() []profileTag {
	return []profileTag{
		{name: "Nick", longest: 500},
		{name: "Gender", listed: []string{"Gender_Type_Unknown", "Gender_Type_Female", "Gender_Type_Male"}},
		{name: "BirthDay", number: true},
		{name: "Location", longest: 16},
		{name: "SelfSignature", longest: 500},
		{
			name:   "AllowType",
			listed: []string{"AllowType_Type_NeedConfirm", "AllowType_Type_AllowAny", "AllowType_Type_DenyAny"},
		},
		{name: "Language", number: true},
		{name: "Image", longest: 500},
		{name: "AdminForbidType", listed: []string{"AdminForbid_Type_None", "AdminForbid_Type_SendOut"}},
		{name: "Level", number: true},
		{name: "Role", number: true},
	}
}

// tagOf is the standard field of a tag.
func tagOf(tag string) (found profileTag, isStandard bool) {
	name, is := strings.CutPrefix(tag, standardTag)
	tags := profileTags()
	i := slices.IndexFunc(tags, func(t profileTag) bool { return t.name == name })
	if !is || i < 0 {
		return profileTag{}, false
	}
	return tags[i], true
}

// value draws what the field may hold.
func (t profileTag) value(g *payloads.Gen, d *payloads.Draw) payloads.Value {
	switch {
	case t.name == "BirthDay": // 20190419
		return jsontree.Int(d.Between(1960, 2010)*10_000 + d.Between(1, 12)*100 + d.Between(1, 28))
	case t.number:
		return jsontree.Int(d.Between(0, 99))
	case t.listed != nil:
		return jsontree.String(d.Pick(t.listed))
	case t.name == "Image":
		return jsontree.String("https://example.com/faces/" + d.Hex(8) + ".png")
	case t.name == "Location":
		return jsontree.String(d.Digits(8))
	}
	return jsontree.String(g.Lang().Pick(d, []string{"", "Mina", "back on Monday", `O'Neil "The Fox"`},
		[]string{"小狐狸", "山高水长", "Mina 🦊"}))
}
