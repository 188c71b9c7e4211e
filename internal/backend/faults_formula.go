package backend

import (
	"crypto/hmac"
	"crypto/md5"  //nolint:gosec // a mistake of backends
	"crypto/sha1" //nolint:gosec // a mistake of backends
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"

	"github.com/timhook/timhook/signer"
)

// formulaFaults compute another Sign than Chat, or read RequestTime in another unit.
func formulaFaults() []Fault {
	formula := func(name, doc, blames string, sign func(token, at string) string) Fault {
		return blamed(name, doc, "", []string{blames}, []string{statusTrip}, verifying(sign))
	}
	// A case of the suite sends these, and they are accepted.
	common := func(name, doc, at, blames string, sign func(token, at string) string) Fault {
		return blamed(name, doc, at, []string{blames}, []string{statusTrip, "behave-refuses-signature"},
			verifying(sign))
	}
	return []Fault{
		common("formula-reversed", "hashes RequestTime before the token", "neg-sign-reversed", "wrong order",
			func(token, at string) string { return signer.SignText("", at+token) }),
		common("formula-hmac", "computes an HMAC with the token as key", "neg-sign-hmac", "HMAC", keyed),
		common("formula-md5", "computes an MD5", "neg-sign-md5", "MD5", func(token, at string) string {
			return fmt.Sprintf("%x", md5.Sum([]byte(token+at))) //nolint:gosec // a mistake of backends
		}),
		formula("formula-sha1", "computes a SHA-1", "SHA-1", func(token, at string) string {
			return fmt.Sprintf("%x", sha1.Sum([]byte(token+at))) //nolint:gosec // a mistake of backends
		}),
		formula("formula-base64", "compares the hash in base64", "base64", func(token, at string) string {
			sum := sha256.Sum256([]byte(token + at))
			return base64.StdEncoding.EncodeToString(sum[:])
		}),
		formula("formula-line-end", "reads its token with a line end after it", "line end",
			func(token, at string) string { return signer.SignText(token+"\n", at) }),
		formula("formula-ampersand", "hashes token, & and RequestTime", "&",
			func(token, at string) string { return signer.SignText(token+"&", at) }),
		blamed("time-in-ms", "compares RequestTime with the time in milliseconds", "neg-time-ms",
			[]string{"milliseconds"},
			[]string{statusTrip, "behave-refuses-stale"}, inMilliseconds),
	}
}

func keyed(token, at string) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte(at))
	return hex.EncodeToString(mac.Sum(nil))
}

// verifying takes another Sign for the right one.
func verifying(sign func(token, at string) string) wrapper {
	return afterRight(func(kept *keptAnswer, w http.ResponseWriter, r request) {
		query := r.URL.Query()
		isTheirs := query.Get("Sign") == sign(kept.token, query.Get("RequestTime")) && query.Has("Sign")
		switch {
		case kept.accepts() && !isTheirs:
			refuseSign(w, r)
		case isTheirs && kept.refuses(signer.ErrMismatch.Error()):
			accept(w, r)
		default:
			kept.send(w)
		}
	})
}

func refuseSign(w http.ResponseWriter, _ request) {
	answer(w, http.StatusForbidden, (&refusal{reason: "invalid signature"}).packet())
}

// inMilliseconds refuses a RequestTime in seconds, which is decades away, and takes one in milliseconds.
func inMilliseconds(right http.Handler) http.Handler {
	isMS := func(r request) bool { return len(r.URL.Query().Get("RequestTime")) >= len("946684800000") }
	return afterRight(func(kept *keptAnswer, w http.ResponseWriter, r request) {
		switch {
		case kept.accepts():
			refuseSign(w, r)
		case isMS(r) && kept.refuses(signer.ErrFuture.Error()):
			accept(w, r)
		default:
			kept.send(w)
		}
	})(right)
}
