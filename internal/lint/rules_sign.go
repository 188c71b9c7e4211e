package lint

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook/capture"
)

// signRules are about Sign and RequestTime.
func signRules() []Rule {
	const authentication, window = overview + ", Webhook Authentication", "Webhook Authentication (269/32431)"
	const must, should, may = payloads.Must, payloads.Should, payloads.May
	rule := func(id string, level payloads.Level, source, doc string, look func(*inspection)) Rule {
		return Rule{ID: id, Doc: doc, Level: level, Subject: InQuery, Source: source, look: look}
	}
	return []Rule{
		rule("sign-missing", must, authentication,
			"Sign is there when RequestTime is, and when there is a token", (*inspection).hasSign),
		rule("sign-form", must, authentication, "Sign is 64 lower-case hexadecimal digits", (*inspection).signForm),
		rule("sign-mismatch", must, authentication,
			"Sign is the SHA-256 of the token followed by RequestTime (where the token is given)",
			(*inspection).signMatches),
		rule("sign-masked", may, "the capture itself",
			"Sign was kept, so that it can be checked with the token", (*inspection).signMasked),
		rule("requesttime-missing", must, authentication,
			"RequestTime is there when Sign is", (*inspection).hasRequestTime),
		rule("requesttime-form", must, authentication,
			"RequestTime is a decimal number of seconds", (*inspection).requestTimeForm),
		rule("requesttime-window", should, window,
			"RequestTime is at most a minute from when the callback came", (*inspection).requestTimeNear),
	}
}

func (x *inspection) hasSign() {
	switch {
	case !x.lacks(signParam):
	case !x.lacks(requestTime):
		x.report("got a RequestTime without Sign" + x.instead(signParam))
	case x.options.Token != "":
		x.report("got neither Sign nor RequestTime, and there is a token" + x.instead(signParam))
	}
}

// signForm leaves the form to signMatches where that can say more.
func (x *inspection) signForm() {
	sign, found := x.get(signParam)
	switch {
	case !found, sign == capture.Masked, x.options.Token != "" && x.canMatch():
	case len(sign) != signer.Size:
		const text = "got a Sign of %d characters, want %d lower-case hexadecimal digits"
		x.report(fmt.Sprintf(text, len(sign), signer.Size))
	default:
		isOther := func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) }
		if i := strings.IndexFunc(sign, isOther); i >= 0 {
			const text = "got %q as character %d of the Sign, want %d lower-case hexadecimal digits"
			x.report(fmt.Sprintf(text, sign[i], i+1, signer.Size))
		}
	}
}

// canMatch reports whether there is a time that the Sign belongs to.
func (x *inspection) canMatch() bool {
	at, found := x.get(requestTime)
	return found && isDecimal(at)
}

func (x *inspection) signMatches() {
	sign, found := x.get(signParam)
	if !found || sign == capture.Masked || x.options.Token == "" || !x.canMatch() {
		return
	}
	at, _ := x.get(requestTime)
	if sign == signer.SignText(x.options.Token, at) {
		return
	}
	text := "the Sign does not match the token and RequestTime"
	if !x.options.Quick {
		const unknown = "it is of another token, or of a mistake that is not known"
		text += ": " + cmp.Or(signer.Diagnose(x.options.Token, sign, at), unknown)
	}
	x.report(text)
}

func (x *inspection) signMasked() {
	if sign, found := x.get(signParam); found && sign == capture.Masked && x.options.Token != "" {
		x.report("the Sign was masked when this was captured, so it cannot be checked")
	}
}

func (x *inspection) hasRequestTime() {
	if x.lacks(requestTime) && !x.lacks(signParam) {
		x.report("got a Sign without RequestTime" + x.instead(requestTime))
	}
}

func (x *inspection) requestTimeForm() {
	at, found := x.get(requestTime)
	switch {
	case !found:
	case !isDecimal(at):
		x.report("got the RequestTime " + x.quoted(at) + ", want a decimal number of seconds")
	case isOtherUnit(at):
		n, _ := strconv.ParseInt(at, 10, 64)
		unit := payloads.UnitOf(n)
		const text = "got the RequestTime %s, which is in %s; want seconds, %d"
		x.report(fmt.Sprintf(text, at, unit, n/int64(unit)))
	}
}

// isOtherUnit reports whether a number is a time in another unit than seconds: as seconds it would be thousands of
// years away.
func isOtherUnit(at string) bool {
	n, err := strconv.ParseInt(at, 10, 64)
	return err == nil && payloads.UnitOf(n) > payloads.Seconds
}

func (x *inspection) requestTimeNear() {
	at, _ := x.get(requestTime)
	seconds, err := strconv.ParseInt(at, 10, 64)
	start := x.entry.Start
	if err != nil || !isDecimal(at) || isOtherUnit(at) || !x.entry.Dated || start.IsZero() {
		return
	}
	const text = "the RequestTime %s is %d s %s the callback came, want at most %d s"
	const window = int64(signer.Window / time.Second)
	switch off := seconds - start.Unix(); {
	case off > window:
		x.report(fmt.Sprintf(text, at, off, "after", window))
	case -off > window:
		x.report(fmt.Sprintf(text, at, -off, "before", window))
	}
}
