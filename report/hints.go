package report

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// hints are what to look at first when nothing is reached or the backend refuses everything, each of them once.
func hints(r *conformance.Report) []string {
	var list []string
	isAnswered := func(r conformance.Result) bool { return r.Exchange != nil && r.Exchange.Failure == nil }
	answered := slices.ContainsFunc(r.Results, isAnswered) // then it is there, and went away or is busy
	for _, result := range r.Results {
		if result.Exchange == nil || answered {
			continue
		}
		if hint := reachHint(result.Exchange); hint != "" && !slices.Contains(list, hint) {
			list = append(list, hint)
		}
	}
	if !slices.ContainsFunc(r.Results, deniesUs) {
		return list
	}
	words := r.Command + " "
	if strings.Contains(words, " --as-captured ") {
		return list // the requests take nothing from flags
	}
	if !r.Signed {
		list = append(list, "nothing was signed; if the backend checks Sign, "+
			"give the console's token: --token env:NAME or --token file:PATH")
	}
	if !strings.Contains(words, " --sdk-app-id ") {
		was := fmt.Sprintf("was %d", r.SDKAppID)
		if r.Captured {
			was = "is as captured"
		}
		list = append(list, "SdkAppid "+was+"; a backend that checks it wants its own: --sdk-app-id N")
	}
	return list
}

// deniesUs is true of a refusal that may be meant for the sender. A 404 or a 415 has other reasons.
func deniesUs(r conformance.Result) bool {
	return r.Exchange != nil && r.Judgement.Reaction == judge.Refused && r.Expect.Accepts() &&
		slices.Contains([]int{200, 401, 403}, r.Exchange.Status)
}

// reachHint is what to try when the backend was not reached. Failures of TLS and of other protocols name
// their cure themselves.
func reachHint(x *webhook.Exchange) string {
	if x.Failure == nil {
		return ""
	}
	switch x.Failure.Class {
	case webhook.Connect:
		if errors.Is(x.Failure, syscall.ECONNREFUSED) && !errors.Is(x.Failure, webhook.ErrElsewhere) {
			return fmt.Sprintf("nothing listens on %s: is the server up, is the port right?", x.Request.Endpoint.Addr)
		}
	case webhook.Resolve:
		if dns, ok := errors.AsType[*net.DNSError](x.Failure); ok && dns.IsNotFound {
			return "no address is known for " + dns.Name +
				": is the name right? --resolve HOST:PORT:ADDR goes without one"
		}
	}
	return ""
}
