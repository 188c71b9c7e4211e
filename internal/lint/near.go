package lint

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/nearest"
)

// relativeParams are names that other products of Tencent's, and other webhooks, have for parameters of Chat's. Capitals
// make no difference, so none are written.
func relativeParams() []struct {
	name string
	is   parameter
} {
	return []struct {
		name string
		is   parameter
	}{
		{"command", callbackCommand},
		{"cmd", callbackCommand},
		{"event", callbackCommand},
		{"appid", sdkAppID},
		{"platform", optPlatform},
		{"ip", clientIP},
		{"signature", signParam},
		{"timestamp", requestTime},
		{"ts", requestTime},
		{"time", requestTime},
	}
}

// mostNear bounds the queries in which names are looked for.
const mostNear = 64

// meant is the parameter that another name probably stands for. One that is there is not meant by another.
func (x *inspection) meant(name string) (k parameter, is bool) {
	if len(x.query) > mostNear {
		return 0, false
	}
	for _, r := range relativeParams() {
		if strings.EqualFold(r.name, name) && x.misses(r.is) {
			return r.is, true
		}
	}
	var names [parameters]string
	var missing []string
	for k := range parameters {
		if names[k] = k.String(); x.misses(k) {
			missing = append(missing, names[k])
		}
	}
	near := nearest.Names(name, missing)
	if len(near) == 0 {
		return 0, false
	}
	return parameter(slices.Index(names[:], near[0])), true
}

// misses reports whether the query should have the parameter and has it not. A query without a signature should have
// one where there is a token.
func (x *inspection) misses(k parameter) bool {
	isSignature := k == signParam || k == requestTime
	signed := x.options.Token != "" || !x.lacks(signParam) || !x.lacks(requestTime)
	return x.lacks(k) && (!isSignature || signed)
}

// instead is the end of a message about a parameter that is not there: the one that may stand for it.
func (x *inspection) instead(k parameter) string {
	for i := range x.query {
		p := &x.query[i]
		if found, is := x.meant(p.name); is && found == k && !p.broken && !x.isDocumented(p.name) {
			return "; " + x.short(p.name) + " is there instead"
		}
	}
	return ""
}
