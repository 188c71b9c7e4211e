package cases

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// signatureTampers is section 15 of the catalogue: who sends, and whether it can be proved.
func signatureTampers() []Tamper {
	list := sdkAppIDTampers()
	list = append(list, signTampers()...)
	list = append(list, timeTampers()...)
	list = append(list, Tamper{
		ID: "neg-sign-unsigned-backend", Doc: "a Sign although the backend has no token", Source: "the switch is turned on before the backend knows the token; inferred",
		Level: payloads.Should, Run: signedForNobody,
	})
	return under("Negative: identity and signature", conformance.TagSecurity, resuming(list))
}

const identity = "the pages of all four callbacks: check SdkAppid"

func sdkAppIDTampers() []Tamper {
	const refuse = payloads.ExpectRefuse
	list := []Tamper{
		{ID: "neg-sdkappid-wrong", Doc: "another application's SdkAppid", Source: identity, Expect: refuse, Run: appID(func(id string) string { return neighbour(id) })},
		{ID: "neg-sdkappid-missing", Doc: "no SdkAppid", Source: identity, Expect: refuse, Run: once(without("SdkAppid"))},
		{ID: "neg-sdkappid-empty", Doc: "SdkAppid without a value", Source: identity, Expect: refuse, Run: once(setting("SdkAppid", ""))},
		{ID: "neg-sdkappid-nonnumeric", Doc: "SdkAppid=abc", Source: identity, Expect: refuse, Run: once(setting("SdkAppid", "abc"))},
		{ID: "neg-sdkappid-padded", Doc: "the right SdkAppid behind a zero, a space and a plus", Source: "lax reading of numbers; inferred", Level: payloads.May, Expect: refuse, Run: padded},
		{ID: "neg-sdkappid-case", Doc: "only sdkappid or SDKAppID", Source: "exact spelling on the wire; one public receiver takes lower case (observed)", Level: payloads.May, Expect: payloads.ExpectInfo, Run: misspelt},
		{ID: "neg-sdkappid-twice", Doc: "the right and a wrong SdkAppid, in both orders; refused at least when the wrong one is first", Source: "parameter pollution; inferred", Level: payloads.Should, Expect: refuse, Run: twoApplications},
	}
	for i := range list {
		list[i].Needs = conformance.NeedsSDKAppID
	}
	return list
}

// ownAppID is the right SdkAppid as text.
func ownAppID(s *conformance.CaseRun) string { return strconv.FormatUint(s.O.Target.SDKAppID, 10) }

// neighbour is another number of as many digits.
func neighbour(id string) string {
	last := id[len(id)-1]
	if last == '9' {
		return id[:len(id)-1] + "8"
	}
	return id[:len(id)-1] + string(last+1)
}

func appID(change func(string) string) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) { s.Send(s.Changed("", setting("SdkAppid", change(ownAppID(s))))) }
}

func padded(s *conformance.CaseRun) {
	id := ownAppID(s)
	s.Send(s.Changed("a leading zero", setting("SdkAppid", "0"+id)))
	s.Send(s.Changed("a leading space", rawParam("SdkAppid", " "+id, "SdkAppid=%20"+id)))
	s.Send(s.Changed("a leading plus", rawParam("SdkAppid", "+"+id, "SdkAppid=%2B"+id)))
}

func misspelt(s *conformance.CaseRun) {
	id := ownAppID(s)
	for _, name := range []string{"sdkappid", "SDKAppID"} {
		s.Send(s.Changed("only "+name, rawParam("SdkAppid", id, name+"="+id)))
	}
}

func twoApplications(s *conformance.CaseRun) {
	right, wrong := ownAppID(s), neighbour(ownAppID(s))
	s.Send(s.Changed("the wrong one first", rawParam("SdkAppid", wrong, "SdkAppid="+wrong+"&SdkAppid="+right)))
	last := s.Changed("the right one first", rawParam("SdkAppid", right, "SdkAppid="+right+"&SdkAppid="+wrong))
	last.Level = new(payloads.May)
	s.Send(last)
}

// signing is what a request is signed with.
type signing struct{ token, at, right string }

// signed changes Sign and RequestTime; what is "" after the change is left out unless it was set to be empty.
func signed(label string, change func(signing) []webhook.Param) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) { s.Send(signedWith(s, label, change)) }
}

func signedWith(s *conformance.CaseRun, label string, change func(signing) []webhook.Param) conformance.Attempt {
	at := strconv.FormatInt(time.Now().Unix(), 10)
	params := change(signing{token: s.O.Target.Token, at: at, right: signer.SignText(s.O.Target.Token, at)})
	return s.Changed(label, func(r *webhook.Request) {
		without("Sign", "RequestTime")(r)
		r.Query = append(r.Query, params...)
	})
}

func pair(sign, at string) []webhook.Param {
	return []webhook.Param{{Name: "Sign", Value: sign}, {Name: "RequestTime", Value: at}}
}

// signTampers send a Sign that is none, or not this request's.
func signTampers() []Tamper {
	const refuse = payloads.ExpectRefuse
	must := func(id, doc string, change func(signing) []webhook.Param) Tamper {
		return Tamper{ID: id, Doc: doc, Source: judge.Overview + ", on authentication", Expect: refuse, Run: signed("", change)}
	}
	list := []Tamper{
		must("neg-sign-missing", "RequestTime without Sign", func(x signing) []webhook.Param { return pair("", x.at)[1:] }),
		must("neg-requesttime-missing", "Sign without RequestTime", func(x signing) []webhook.Param { return pair(x.right, "")[:1] }),
		must("neg-both-missing", "neither Sign nor RequestTime", func(signing) []webhook.Param { return nil }),
		{ID: "neg-sign-wrong", Doc: "one digit of Sign is another, the last and the first", Source: judge.Overview + ", on authentication", Expect: refuse, Run: wrongDigits},
		must("neg-sign-empty", "Sign without a value", func(x signing) []webhook.Param { return pair("", x.at) }),
		{ID: "neg-sign-truncated", Doc: "the first 63 and the first 32 digits of Sign", Source: "comparison of a beginning; inferred", Expect: refuse, Run: truncated},
		must("neg-sign-extended", "one digit behind Sign", func(x signing) []webhook.Param { return pair(x.right+"0", x.at) }),
		must("neg-sign-other-token", "signed with another token", func(x signing) []webhook.Param { return pair(signer.SignText(x.token+"x", x.at), x.at) }),
		must("neg-sign-empty-token", "signed with an empty token, as a backend without its configuration would", func(x signing) []webhook.Param { return pair(signer.SignText("", x.at), x.at) }),
		must("neg-sign-reversed", "SHA-256 of RequestTime and then token", func(x signing) []webhook.Param { return pair(sha256Of(x.at+x.token), x.at) }),
		must("neg-sign-hmac", "HMAC-SHA256 with the token as key", func(x signing) []webhook.Param { return pair(hmacOf(x.token, x.at), x.at) }),
		must("neg-sign-md5", "MD5 of token and RequestTime", func(x signing) []webhook.Param { return pair(md5Of(x.token+x.at), x.at) }),
		{ID: "neg-sign-upper", Doc: "the right Sign in upper case", Source: "the case is not promised", Level: payloads.May, Expect: payloads.ExpectInfo, Run: signed("", func(x signing) []webhook.Param { return pair(strings.ToUpper(x.right), x.at) })},
		must("neg-sign-other-time", "Sign of one second, RequestTime of the next", nextSecond),
		{ID: "neg-sign-twice", Doc: "a wrong Sign and then the right one", Source: "parameter pollution; inferred", Level: payloads.May, Expect: refuse, Run: signed("", func(x signing) []webhook.Param {
			return append([]webhook.Param{{Name: "Sign", Value: x.right[:63] + other(x.right[63])}}, pair(x.right, x.at)...)
		})},
	}
	for i := range list {
		list[i].Needs = conformance.NeedsToken
	}
	return list
}

func sha256Of(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func hmacOf(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

func md5Of(text string) string {
	sum := md5.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

func wrongDigits(s *conformance.CaseRun) {
	s.Send(signedWith(s, "the last digit", func(x signing) []webhook.Param { return pair(x.right[:63]+other(x.right[63]), x.at) }))
	s.Send(signedWith(s, "the first digit", func(x signing) []webhook.Param { return pair(other(x.right[0])+x.right[1:], x.at) }))
}

func truncated(s *conformance.CaseRun) {
	s.Send(signedWith(s, "63 digits", func(x signing) []webhook.Param { return pair(x.right[:63], x.at) }))
	s.Send(signedWith(s, "32 digits", func(x signing) []webhook.Param { return pair(x.right[:32], x.at) }))
}

func nextSecond(x signing) []webhook.Param {
	at, _ := strconv.ParseInt(x.at, 10, 64) // digits by construction
	return pair(x.right, strconv.FormatInt(at+1, 10))
}

func signedForNobody(s *conformance.CaseRun) {
	if s.O.Target.Token != "" {
		s.Skip("a token was given, so the backend is not one without")
		return
	}
	at := strconv.FormatInt(time.Now().Unix(), 10)
	s.Send(signedWith(s, "", func(signing) []webhook.Param {
		return pair(signer.SignText("a token that the backend does not know", at), at)
	}))
}
