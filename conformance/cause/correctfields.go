package cause

import (
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	actionStatus = "ActionStatus"
	errorCode    = "ErrorCode"
	errorInfo    = "ErrorInfo"
)

var ( //nolint:gochecknoglobals // compiled once
	comments  = pattern.Of(`(?s)/\*.*?\*/|(?m)\s//[^"\n]*$`)
	commas    = pattern.Of(`,(\s*[}\]])`)
	bareNames = pattern.Of(`([{,]\s*)([A-Za-z_]+)(\s*:)`)
)

// aliases are names of other APIs for the documented fields: taking one for the other is a guess.
var aliases = map[string]string{ //nolint:gochecknoglobals // never changed
	"status": actionStatus, "result": actionStatus, "code": errorCode, "errcode": errorCode, "errno": errorCode,
	"retcode": errorCode, "msg": errorInfo, "message": errorInfo, "errmsg": errorInfo, "error": errorInfo,
	"errormsg": errorInfo, "errormessage": errorInfo,
}

// documented is the documented name that a member's name is another spelling of; empty: none.
func documented(name string) string {
	folded := fold(name)
	for _, want := range [...]string{actionStatus, errorInfo, errorCode} {
		if folded == strings.ToLower(want) {
			return want
		}
	}
	return ""
}

// fold takes out of a name what spellings differ in. Letters that only look Latin are read as the Latin ones.
func fold(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if ascii, _, ok := judge.Lookalike(r); ok {
			r = ascii
		}
		if strings.ContainsRune("_- .", r) {
			return -1
		}
		return r
	}, name))
}

// inForm puts the three documented fields first and right, each once, and keeps the other members as they are.
func inForm(packet jsontree.Value, c *Correction) jsontree.Value {
	found := map[string]jsontree.Value{}
	var rest []jsontree.Member
	for _, m := range packet.Members() {
		name := documented(m.Name)
		_, again := found[name]
		switch {
		case name == "":
			rest = append(rest, m)
		case again:
			c.Sure = c.Sure && found[name].JSON() == m.Value.JSON()
			if m.Name == name {
				found[name] = m.Value
			}
		default:
			found[name] = m.Value
		}
	}
	rest = slices.DeleteFunc(rest, func(m jsontree.Member) bool {
		name := aliases[fold(m.Name)]
		if name == "" {
			return false
		}
		if _, taken := found[name]; taken {
			return false
		}
		found[name], c.Sure = m.Value, false
		return true
	})
	members := []jsontree.Member{
		jsontree.M(actionStatus, status(found[actionStatus], c)),
		jsontree.M(errorInfo, info(found[errorInfo], c)),
		jsontree.M(errorCode, code(found[errorCode], c)),
	}
	return jsontree.Object(append(members, once(rest)...)...)
}

// once keeps the first member of each name.
func once(members []jsontree.Member) []jsontree.Member {
	var list []jsontree.Member
	for _, m := range members {
		if !slices.ContainsFunc(list, func(o jsontree.Member) bool { return o.Name == m.Name }) {
			list = append(list, m)
		}
	}
	return list
}

// status is "OK", since the callback has to be accepted. It is a guess where the backend did not say so in some
// spelling.
func status(v jsontree.Value, c *Correction) jsontree.Value {
	said := fold(v.Text())
	c.Sure = c.Sure && slices.Contains([]string{"ok", "success", "true", "succeed"}, said)
	return jsontree.String("OK")
}

// info is the text as it was; a number or a null becomes a text.
func info(v jsontree.Value, c *Correction) jsontree.Value {
	switch v.Kind() {
	case jsontree.KindString:
		if strings.Contains(v.Text(), "\uFFFD") {
			return jsontree.String(v.Text())
		}
		return v
	case jsontree.KindNumber, jsontree.KindBool:
		if v.Text() == "0" || v.Kind() == jsontree.KindBool {
			return jsontree.String("")
		}
		return jsontree.String(v.Text())
	case jsontree.KindObject, jsontree.KindArray:
		c.Sure = false
	}
	return jsontree.String("")
}

// code is 0. It is a guess where the backend sent another number.
func code(v jsontree.Value, c *Correction) jsontree.Value {
	switch v.Kind() {
	case jsontree.KindAbsent, jsontree.KindNull, jsontree.KindBool:
	default:
		n, err := strconv.ParseFloat(strings.TrimSpace(v.Text()), 64)
		c.Sure = c.Sure && (err == nil && n == 0 || v.Text() == "")
	}
	return jsontree.Int(0)
}
