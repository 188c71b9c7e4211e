package vectors

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// proved is the request with another proof.
func (w wanted) proved(p func(signing) []webhook.Param) wanted {
	w.proof = p
	return w
}

// signsWrong have no Sign, or another one than that of token and RequestTime.
func signsWrong() []wanted {
	proved := func(id, doc, of string, why Reason, p func(signing) []webhook.Param) wanted {
		return refused(id, why, doc, signed, of).proved(p)
	}
	wrong := func(id, doc, of string, sign func(signing) string) wanted {
		return proved("sign-"+id, doc, of, SignWrong, func(x signing) []webhook.Param { return pair(sign(x), x.at) })
	}
	return []wanted{
		proved("sign-missing", "RequestTime without Sign", "neg-sign-missing", SignMissing,
			func(x signing) []webhook.Param { return pair("", x.at)[1:] }),
		proved("sign-empty", "Sign without a value", "neg-sign-empty", SignMissing,
			func(x signing) []webhook.Param { return pair("", x.at) }),
		proved("sign-and-time-missing", "neither Sign nor RequestTime", "neg-both-missing", SignMissing,
			func(signing) []webhook.Param { return nil }),
		proved("sign-name", "the right Sign under the name sign", "", SignMissing,
			func(x signing) []webhook.Param {
				return []webhook.Param{{Name: "sign", Value: x.right}, pair("", x.at)[1]}
			}),
		refused("query-none", SignMissing, "no query at all", identity, "neg-query-none").
			with(func(r *webhook.Request) { r.Query = nil }),
		wrong("last-digit", "the last digit of Sign is changed", "neg-sign-wrong",
			func(x signing) string { return x.right[:63] + otherDigit(x.right[63]) }),
		wrong("first-digit", "the first digit of Sign is changed", "neg-sign-wrong",
			func(x signing) string { return otherDigit(x.right[0]) + x.right[1:] }),
		wrong("truncated", "the first 32 digits of Sign", "", func(x signing) string { return x.right[:32] }),
		wrong("extended", "Sign with one more digit", "neg-sign-extended",
			func(x signing) string { return x.right + "0" }),
		wrong("upper-case", "the right Sign in upper case", "neg-sign-upper",
			func(x signing) string { return strings.ToUpper(x.right) }).at(may),
		wrong("time-first", "the SHA-256 of RequestTime and then the token", "neg-sign-reversed",
			func(x signing) string { return signer.SignText(x.at, x.token) }),
		wrong("other-token", "signed with another token", "neg-sign-other-token",
			func(x signing) string { return signer.SignText(x.token+"x", x.at) }),
		wrong("empty-token", "signed with an empty token", "neg-sign-empty-token",
			func(x signing) string { return signer.SignText("", x.at) }),
		wrong("separated", "a colon between token and RequestTime", "",
			func(x signing) string { return signer.SignText(x.token+":", x.at) }),
		wrong("hmac", "the HMAC-SHA256 with the token as the key", "neg-sign-hmac", hmacOf),
		wrong("md5", "the MD5 of token and RequestTime", "neg-sign-md5",
			func(x signing) string { return fmt.Sprintf("%x", md5.Sum([]byte(x.token+x.at))) }),
		wrong("base64", "the right hash in base64", "", inBase64),
		wrong("other-second", "the Sign of the second before", "neg-sign-other-time",
			func(x signing) string { return signer.SignText(x.token, earlier(x.at)) }),
		proved("sign-twice-wrong-first", "a wrong Sign and then the right one", "neg-sign-twice", Repeated,
			func(x signing) []webhook.Param { return append(wrongSign(), pair(x.right, x.at)...) }).at(may),
		proved("sign-twice-right-first", "the right Sign and then a wrong one", "", Repeated,
			func(x signing) []webhook.Param { return append(pair(x.right, x.at), wrongSign()...) }).at(may),
	}
}

func wrongSign() []webhook.Param {
	return []webhook.Param{{Name: "Sign", Value: strings.Repeat("0", signer.Size)}}
}

func otherDigit(digit byte) string {
	if digit == '0' {
		return "1"
	}
	return "0"
}

func hmacOf(x signing) string {
	mac := hmac.New(sha256.New, []byte(x.token))
	mac.Write([]byte(x.at))
	return hex.EncodeToString(mac.Sum(nil))
}

func inBase64(x signing) string {
	sum := sha256.Sum256([]byte(x.token + x.at))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func earlier(at string) string {
	seconds, _ := strconv.ParseInt(at, 10, 64) // digits by construction
	return strconv.FormatInt(seconds-1, 10)
}

// timesWrong have a RequestTime that is none, or not of this minute. Each Sign is right for the text of RequestTime.
func timesWrong() []wanted {
	spelt := func(id, doc, of string, why Reason, spell func(at string) string) wanted {
		return refused("time-"+id, why, doc, seconds, of).proved(func(x signing) []webhook.Param {
			text := spell(x.at)
			return pair(signer.SignText(x.token, text), text)
		})
	}
	dated := func(id, doc, of string, why Reason, by time.Duration) wanted {
		w := refused("time-"+id, why, doc, window, of)
		w.late = by
		return w
	}
	return []wanted{
		refused("time-missing", TimeMissing, "Sign without RequestTime", signed, "neg-requesttime-missing").
			proved(func(x signing) []webhook.Param { return pair(x.right, "")[:1] }),
		spelt("empty", "RequestTime without a value, and the Sign of no text", "", TimeMissing, always("")).
			blamedBy("behave-refuses-stale"),
		spelt("text", "RequestTime=abc", "neg-time-nonnumeric", TimeUnreadable, always("abc")),
		spelt("negative", "RequestTime=-1", "neg-time-negative", TimeUnreadable, always("-1")),
		spelt("fraction", "RequestTime with a fraction", "", TimeUnreadable,
			func(at string) string { return at + ".0" }),
		spelt("plus", "a plus before RequestTime", "", TimeUnreadable, func(at string) string { return "+" + at }).
			blamedBy("behave-refuses-signature"),
		spelt("blank", "a blank behind RequestTime", "", TimeUnreadable, func(at string) string { return at + " " }),
		spelt("hexadecimal", "RequestTime in hexadecimal", "", TimeUnreadable, inHex),
		spelt("huge", "RequestTime of 30 digits, of which the low 64 bits are now", "neg-time-huge", TimeUnreadable,
			huge),
		spelt("milliseconds", "RequestTime in milliseconds", "neg-time-ms", TimeFuture,
			func(at string) string { return at + "000" }).at(should),
		dated("65-old", "RequestTime is 65 s old", "neg-time-expired-65", TimeStale, -65*time.Second),
		dated("hour-old", "RequestTime is an hour old", "neg-time-expired-hour", TimeStale, -time.Hour),
		dated("65-ahead", "RequestTime is 65 s ahead", "neg-time-future-65", TimeFuture, 65*time.Second).at(should),
		dated("hour-ahead", "RequestTime is an hour ahead", "neg-time-future-hour", TimeFuture, time.Hour).at(should),
		refused("time-twice", Repeated, "RequestTime twice, an old one first", inferred, "").at(may).
			blamedBy("behave-refuses-stale").
			proved(func(x signing) []webhook.Param {
				return append([]webhook.Param{{Name: "RequestTime", Value: "1600000000"}}, pair(x.right, x.at)...)
			}),
	}
}

func always(text string) func(string) string { return func(string) string { return text } }

func inHex(at string) string {
	seconds, _ := strconv.ParseInt(at, 10, 64) // digits by construction
	return "0x" + strconv.FormatInt(seconds, 16)
}

func huge(at string) string {
	n, _ := new(big.Int).SetString(at, 10) // digits by construction
	return n.Add(n, new(big.Int).Lsh(big.NewInt(20_000_000_000), 64)).String()
}
