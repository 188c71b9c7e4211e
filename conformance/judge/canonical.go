package judge

import (
	"slices"
	"strings"
	"sync"

	"github.com/timhook/timhook/webhook"
)

// Canonical is the documented answer to a callback that was accepted, byte for byte.
const Canonical = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`

// isCanonical recognises the canonical answer in an exchange that passes every check. It may miss such an answer, for
// example one whose members come in another order; it never takes another one for it.
func isCanonical(ex *webhook.Exchange, o Options) bool {
	limit := SlowAfter
	if o.Deadline > 0 {
		limit = min(limit, o.Deadline)
	}
	return ex.Failure == nil && ex.Status == 200 &&
		!ex.Truncated && len(ex.Stray) == 0 && len(ex.Unasked) == 0 && len(ex.Framing) == 0 &&
		ex.Timing.Total < limit &&
		string(ex.Body) == Canonical &&
		(ex.Get("Transfer-Encoding") == "" || ex.Get("Content-Length") == "") &&
		plainType(ex.Get("Content-Type")) &&
		!leaksInHead(ex, o.Secrets)
}

func plainType(contentType string) bool {
	switch contentType {
	case "", "application/json", "application/json; charset=utf-8", "application/json;charset=utf-8":
		return true
	}
	return false
}

func leaksInHead(ex *webhook.Exchange, secrets []string) bool {
	for _, secret := range secrets {
		if slices.ContainsFunc(ex.Header, func(f webhook.HeaderField) bool {
			return strings.Contains(f.Value, secret) || strings.Contains(f.Name, secret)
		}) {
			return true
		}
	}
	return false
}

// accepting lists the checks that are held when a backend has to accept, under no special circumstance.
// It is made once, so that a canonical answer is judged without an allocation.
var accepting = sync.OnceValue(func() []*Check {
	return slices.DeleteFunc(Checks(), func(c *Check) bool { return c.HeldFor&OnAccept == 0 || c.Under != Plain })
})
