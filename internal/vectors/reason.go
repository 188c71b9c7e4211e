package vectors

import "github.com/timhook/timhook/conformance/judge"

// Reason is why a request is refused.
type Reason string

// The reasons, in the order in which a verifier looks at a request: the first one counts.
const (
	NotPost        Reason = "method"
	Repeated       Reason = "signature-repeated"
	SignMissing    Reason = "sign-missing"
	TimeMissing    Reason = "request-time-missing"
	TimeUnreadable Reason = "request-time-unreadable"
	SignWrong      Reason = "sign-wrong"
	TimeStale      Reason = "request-time-stale"
	TimeFuture     Reason = "request-time-future"
	OtherApp       Reason = "sdkappid"
	BodyUnreadable Reason = "body"
	OtherCommand   Reason = "command"
)

// ReasonInfo is what the index tells of a reason.
type ReasonInfo struct {
	ID     Reason `json:"id"`
	Doc    string `json:"doc"`
	Status int    `json:"status"` // of the HTTP answer that fits; any other 4xx is right too

	check string // of the judge, which mostly blames a backend that accepts
}

// Reasons lists the reasons in that order.
func Reasons() []ReasonInfo {
	const (
		sign  = "behave-refuses-signature"
		stale = "behave-refuses-stale"
		other = "behave-refuses-identity"
	)
	return []ReasonInfo{
		{NotPost, "the method is not POST", 405, "behave-refuses-method"},
		{Repeated, "Sign or RequestTime is there more than once", 403, sign},
		{SignMissing, "there is no Sign, or an empty one", 403, sign},
		{TimeMissing, "there is no RequestTime, or an empty one", 403, sign},
		{TimeUnreadable, "RequestTime is not a decimal number of seconds that fits 64 bits", 403, stale},
		{SignWrong, "Sign is not the SHA-256 of the token followed by RequestTime, in 64 lower-case digits", 403, sign},
		{TimeStale, "RequestTime is more than a minute old", 403, stale},
		{TimeFuture, "RequestTime is more than a minute ahead", 403, stale},
		{OtherApp, "SdkAppid is not there exactly once with the application's SDKAppID", 403, other},
		{BodyUnreadable, "the body is not one JSON object in UTF-8", 400, "behave-refuses-body"},
		{OtherCommand, "query and packet name different callbacks", 400, ""},
	}
}

// checkOf is what the judge mostly blames a backend for that accepts a request with the reason.
func checkOf(why Reason) string {
	for _, r := range Reasons() {
		if r.ID == why {
			return r.check
		}
	}
	return ""
}

// Sources of requirements.
const (
	overview = judge.Overview
	signed   = judge.Overview + ", on authentication"
	window   = "Webhook Authentication (269/32431): one minute"
	seconds  = "RequestTime is Unix seconds in decimal (" + judge.Overview + ")"
	identity = "the pages of the callbacks: check SdkAppid"
	object   = judge.Overview + ": the packet is one JSON object"
	post     = "the pages of the callbacks: POST"
	inferred = "no page has it; inferred"
	observed = "captured requests; observed"
)
