package cases

import (
	"context"
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

// signatureTampers is section 15 of the catalogue: who sends, and how that is proved.
func signatureTampers() []tamper {
	list := sdkAppIDTampers()
	list = append(list, signTampers()...)
	list = append(list, timeTampers()...)
	list = append(list, should("neg-sign-unsigned-backend", "a Sign although the backend has no token",
		"the switch is turned on before the backend knows the token; inferred", signedForNobody))
	return under("Negative: identity and signature", security, resuming(list))
}

const identity = "the callbacks' pages: check SdkAppid"

func sdkAppIDTampers() []tamper {
	list := []tamper{
		must("neg-sdkappid-wrong", "another application's SdkAppid", identity, wrongAppID).expect(refuse),
		must("neg-sdkappid-missing", "no SdkAppid", identity, once(without("SdkAppid"))).expect(refuse),
		must("neg-sdkappid-empty", "SdkAppid without a value", identity, once(setting("SdkAppid", ""))).expect(refuse),
		must("neg-sdkappid-nonnumeric", "SdkAppid=abc", identity, once(setting("SdkAppid", "abc"))).expect(refuse),
		may("neg-sdkappid-padded", "the right SdkAppid behind a zero, a space and a plus",
			"lax reading of numbers; inferred", padded).expect(refuse),
		may("neg-sdkappid-case", "the parameter spelled sdkappid, then SDKAppID",
			"exact spelling on the wire; one public receiver takes lower case (observed)", misspelt).expect(info),
		should("neg-sdkappid-twice",
			"the right and a wrong SdkAppid, in both orders; refused at least when the wrong one is first",
			"parameter pollution; inferred", twoApplications).expect(refuse),
	}
	for i := range list {
		list[i].Needs = conformance.NeedsSDKAppID
	}
	return list
}

// ownAppID is the right SdkAppid as text.
func ownAppID(run *conformance.CaseRun) string {
	return strconv.FormatUint(run.Options.Target.SDKAppID, 10)
}

// neighbour is another number of as many digits.
func neighbour(id string) string {
	last := id[len(id)-1]
	if last == '9' {
		return id[:len(id)-1] + "8"
	}
	return id[:len(id)-1] + string(last+1)
}

func wrongAppID(ctx context.Context, run *conformance.CaseRun) {
	a := run.Changed("", setting("SdkAppid", neighbour(ownAppID(run))))
	a.Under = judge.OtherApplication
	run.Send(ctx, a)
}

func padded(ctx context.Context, run *conformance.CaseRun) {
	id := ownAppID(run)
	run.Send(ctx, run.Changed("a leading zero", setting("SdkAppid", "0"+id)))
	run.Send(ctx, run.Changed("a leading space", rawParam("SdkAppid", " "+id, "SdkAppid=%20"+id)))
	run.Send(ctx, run.Changed("a leading plus", rawParam("SdkAppid", "+"+id, "SdkAppid=%2B"+id)))
}

func misspelt(ctx context.Context, run *conformance.CaseRun) {
	id := ownAppID(run)
	for _, name := range []string{"sdkappid", "SDKAppID"} {
		run.Send(ctx, run.Changed("only "+name, rawParam("SdkAppid", id, name+"="+id)))
	}
}

func twoApplications(ctx context.Context, run *conformance.CaseRun) {
	right, wrong := ownAppID(run), neighbour(ownAppID(run))
	first := run.Changed("the wrong one first", rawParam("SdkAppid", wrong, "SdkAppid="+wrong+"&SdkAppid="+right))
	run.Send(ctx, first)
	last := run.Changed("the right one first", rawParam("SdkAppid", right, "SdkAppid="+right+"&SdkAppid="+wrong))
	last.Level = new(payloads.May)
	run.Send(ctx, last)
}

// signing is what a request is signed with.
type signing struct{ token, at, right string }

// proof makes the parameters that take the place of Sign and RequestTime.
type proof func(signing) []webhook.Param

// signed sends one ordinary callback with another proof.
func signed(p proof) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) { run.Send(ctx, signedWith(run, "", p)) }
}

func signedWith(run *conformance.CaseRun, label string, p proof) conformance.Attempt {
	token, at := run.Options.Target.Token, strconv.FormatInt(time.Now().Unix(), 10)
	params := p(signing{token: token, at: at, right: signer.SignText(token, at)})
	return run.Changed(label, func(r *webhook.Request) {
		without("Sign", "RequestTime")(r)
		r.Query = append(r.Query, params...)
	})
}

func pair(sign, at string) []webhook.Param {
	return []webhook.Param{{Name: "Sign", Value: sign}, {Name: "RequestTime", Value: at}}
}

// sign is a proof with another Sign and the same RequestTime.
func sign(change func(signing) string) proof {
	return func(x signing) []webhook.Param { return pair(change(x), x.at) }
}

// signTampers send a Sign that is none, or not this request's.
func signTampers() []tamper {
	forged := func(id, doc string, p proof) tamper {
		return must(id, doc, judge.Overview+", on authentication", signed(p)).expect(refuse)
	}
	list := []tamper{
		forged("neg-sign-missing", "RequestTime without Sign",
			func(x signing) []webhook.Param { return pair("", x.at)[1:] }),
		forged("neg-requesttime-missing", "Sign without RequestTime",
			func(x signing) []webhook.Param { return pair(x.right, "")[:1] }),
		forged("neg-both-missing", "neither Sign nor RequestTime", func(signing) []webhook.Param { return nil }),
		must("neg-sign-wrong", "one digit of Sign is changed: the last, then the first",
			judge.Overview+", on authentication", wrongDigits).expect(refuse),
		forged("neg-sign-empty", "Sign without a value", sign(func(signing) string { return "" })),
		must("neg-sign-truncated", "the first 63 and the first 32 digits of Sign",
			"comparison of a beginning; inferred", truncated).expect(refuse),
		forged("neg-sign-extended", "Sign with one more digit", sign(func(x signing) string { return x.right + "0" })),
		forged("neg-sign-other-token", "signed with another token",
			sign(func(x signing) string { return signer.SignText(x.token+"x", x.at) })),
		forged("neg-sign-empty-token", "signed with an empty token, as a backend without its configuration would",
			sign(func(x signing) string { return signer.SignText("", x.at) })),
		forged("neg-sign-reversed", "SHA-256 of RequestTime and then token",
			sign(func(x signing) string { return sha256Of(x.at + x.token) })),
		forged("neg-sign-hmac", "HMAC-SHA256 with the token as key",
			sign(func(x signing) string { return hmacOf(x.token, x.at) })),
		forged("neg-sign-md5", "MD5 of token and RequestTime",
			sign(func(x signing) string { return md5Of(x.token + x.at) })),
		may("neg-sign-upper", "the right Sign in upper case", "the case is not promised",
			signed(sign(func(x signing) string { return strings.ToUpper(x.right) }))).expect(info),
		forged("neg-sign-other-time", "Sign of one second, RequestTime of the next", nextSecond),
		may("neg-sign-twice", "a wrong Sign and then the right one", "parameter pollution; inferred",
			signed(signTwice)).expect(refuse),
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

func wrongDigits(ctx context.Context, run *conformance.CaseRun) {
	run.Send(ctx, signedWith(run, "the last digit", sign(wrongLast)))
	first := func(x signing) string { return other(x.right[0]) + x.right[1:] }
	run.Send(ctx, signedWith(run, "the first digit", sign(first)))
}

// wrongLast is the right Sign but for its last digit.
func wrongLast(x signing) string { return x.right[:63] + other(x.right[63]) }

func signTwice(x signing) []webhook.Param {
	return append([]webhook.Param{{Name: "Sign", Value: wrongLast(x)}}, pair(x.right, x.at)...)
}

func truncated(ctx context.Context, run *conformance.CaseRun) {
	run.Send(ctx, signedWith(run, "63 digits", sign(func(x signing) string { return x.right[:63] })))
	run.Send(ctx, signedWith(run, "32 digits", sign(func(x signing) string { return x.right[:32] })))
}

func nextSecond(x signing) []webhook.Param {
	at, _ := strconv.ParseInt(x.at, 10, 64) // digits by construction
	return pair(x.right, strconv.FormatInt(at+1, 10))
}

func signedForNobody(ctx context.Context, run *conformance.CaseRun) {
	if run.Options.Target.Token != "" {
		run.Skip("a token was given; this case is for backends without one")
		return
	}
	run.Send(ctx, signedWith(run, "", sign(func(x signing) string {
		return signer.SignText("a token that the backend does not know", x.at)
	})))
}
