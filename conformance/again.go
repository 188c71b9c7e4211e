package conformance

import (
	"slices"
	"strconv"
	"time"

	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// again is the request of an exchange once more: the same bytes while its RequestTime is as right or wrong as it was,
// and otherwise dated and signed anew, as far from now as it was when it was first sent; by moves its date.
func (e *engine) again(x *webhook.Exchange, by time.Duration) *webhook.Request {
	now := time.Now()
	if at := param(x.Request.Query, "RequestTime"); by == 0 && at >= 0 {
		dated, err := strconv.ParseInt(x.Request.Query[at].Value, 10, 64)
		if err == nil && keepsDate(dated, x.Start, now) {
			same := *x.Request
			return &same
		}
	}
	return e.dated(x.Request, time.Duration(now.Unix()-x.Start.Unix())*time.Second+by)
}

// dated is a request with a later date, signed for it. One that was not rightly signed stays as it is.
func (e *engine) dated(r *webhook.Request, by time.Duration) *webhook.Request {
	request := *r
	sign, at := param(request.Query, "Sign"), param(request.Query, "RequestTime")
	if sign < 0 || at < 0 {
		return &request
	}
	date, err := strconv.ParseInt(request.Query[at].Value, 10, 64)
	if err != nil || request.Query[sign].Value != signer.Sign(e.target.Token, date) {
		return &request
	}
	date = likeSecond(e.target.Token, date+int64(by/time.Second), leadingZeros(request.Query[sign].Value))
	request.Query = slices.Clone(request.Query)
	request.Query[sign] = webhook.Param{Name: "Sign", Value: signer.Sign(e.target.Token, date)}
	request.Query[at] = webhook.Param{Name: "RequestTime", Value: strconv.FormatInt(date, 10)}
	return &request
}

// param is the index of the only parameter of that name, -1 when there is none or there are several.
func param(query []webhook.Param, name string) int {
	named := func(p webhook.Param) bool { return p.Name == name }
	i := slices.IndexFunc(query, named)
	if i < 0 || slices.ContainsFunc(query[i+1:], named) {
		return -1
	}
	return i
}
