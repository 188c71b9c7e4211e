package request

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// k6Plan is what all callbacks of a script have in common.
type k6Plan struct {
	URL         string                       `json:"url"`
	Sorted      bool                         `json:"sorted"` // the query by the names of its parameters
	Header      [][2]string                  `json:"header"`
	NeedsToken  bool                         `json:"needsToken"`
	RequestTime k6Time                       `json:"requestTime"`
	Rate        string                       `json:"rate"`
	Duration    string                       `json:"duration"`
	Thresholds  map[string][]string          `json:"thresholds"`
	Tags        map[string]map[string]string `json:"tags"` // of each callback
}

// k6Time is a [webhook.RequestTime]. Its seconds are texts, since JavaScript's numbers do not hold 64 bits.
type k6Time struct {
	Fixed  string `json:"fixed,omitempty"`
	Offset string `json:"offset"`
}

const (
	k6Rate     = 50 // a second
	k6Duration = 30 * time.Second
)

var (
	errNoCallbacks = errors.New("no callbacks to make a script of")
	errUnixSocket  = errors.New("k6 speaks no HTTP over a Unix socket; give the URL of a TCP port")
	errUnlike      = errors.New("a script has one URL and one header for all its callbacks, and these differ")
)

func (k K6) plan(hide secret.Patterns) (*k6Plan, error) {
	if len(k.Requests) == 0 {
		return nil, errNoCallbacks
	}
	first := k.Requests[0].Request
	if first.Endpoint.Network == "unix" {
		return nil, errUnixSocket
	}
	header, err := k6Header(first)
	if err != nil {
		return nil, err
	}
	for _, r := range k.Requests[1:] {
		other, err := k6Header(r.Request)
		if err != nil || !slices.Equal(header, other) || *r.Request.Endpoint != *first.Endpoint {
			return nil, errUnlike
		}
	}
	for i := range header {
		header[i][1] = hide.Mask(header[i][1])
	}
	p := &k6Plan{
		URL: hide.Mask(first.Endpoint.String()), Sorted: isSorted(first), Header: header, NeedsToken: k.Signed,
		RequestTime: k6Time{Offset: strconv.FormatInt(int64(k.At.Offset/time.Second), 10)},
		Rate:        k.rate(), Duration: cmp.Or(k.Duration, k6Duration).String(),
		Thresholds: map[string][]string{}, Tags: map[string]map[string]string{},
	}
	if k.At.Fixed {
		p.RequestTime.Fixed = strconv.FormatInt(k.At.Unix, 10)
	}
	for _, name := range k.callbacks() {
		p.Tags[name] = map[string]string{"callback": name}
	}
	for i, b := range k.Budgets {
		if err := p.hold(b, i+1, k.callbacks()); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// k6Header are the fields that k6 is to send. By itself it sends Content-Length, and the Host of the URL.
func k6Header(r *webhook.Request) ([][2]string, error) {
	fields := [][2]string{}
	seen := map[string]bool{}
	for _, h := range r.Header {
		name := strings.ToLower(h.Name)
		if seen[name] {
			return nil, fmt.Errorf("the header field %s stands twice, which k6 cannot send; "+
				"give it once, with its values separated by commas", h.Name)
		}
		seen[name] = true
		if name != "content-length" && (name != "host" || h.Value != r.Endpoint.Host) {
			fields = append(fields, [2]string{h.Name, h.Value})
		}
	}
	return fields, nil
}

func (k K6) rate() string {
	unit := map[time.Duration]string{0: "s", time.Second: "s", time.Minute: "m", time.Hour: "h"}[k.Per]
	return strconv.FormatFloat(cmp.Or(k.Rate, k6Rate), 'f', -1, 64) + "/" + unit
}

// callbacks are the callback commands of the script, each once.
func (k K6) callbacks() []string {
	var names []string
	for _, r := range k.Requests {
		if name := callbackOf(r.Request); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// hold makes thresholds of a budget. A budget for several callbacks, but not all, is about the samples with a tag of
// its own: a threshold takes no patterns, and a percentile over several callbacks is not that of each of them.
func (p *k6Plan) hold(b budget.Budget, number int, callbacks []string) error {
	covered := slices.DeleteFunc(slices.Clone(callbacks), func(name string) bool { return !b.Covers(commandOf(name)) })
	var tags []string
	switch len(covered) {
	case 0:
		return fmt.Errorf("budget %q: no callback of the script is one of these", b)
	case len(callbacks):
	case 1:
		tags = append(tags, "callback:"+covered[0])
	default:
		pattern, _, _ := strings.Cut(b.String(), ":")
		tag := "budget_" + strconv.Itoa(number)
		tags = append(tags, tag+":"+strings.TrimSpace(pattern))
		for _, name := range covered {
			p.Tags[name][tag] = strings.TrimSpace(pattern)
		}
	}
	terms := b.Terms()
	if terms.Percent == 0 {
		p.threshold(countThreshold(terms), tags)
		return nil
	}
	p.threshold(latencyThreshold(terms), append(tags, "expected_response:true"))
	p.threshold(k6Threshold{"timhook_accepted", "count>0"}, tags) // a latency without a sample passes in k6
	return nil
}

func commandOf(name string) *payloads.Command {
	if c, err := chat.Lookup(name); err == nil {
		return c
	}
	return &payloads.Command{Name: name}
}

// k6Threshold is a metric and its limit.
type k6Threshold struct{ metric, holds string }

func latencyThreshold(t budget.Terms) k6Threshold {
	what := t.Metric
	if digits, isPercentile := strings.CutPrefix(what, "p"); isPercentile {
		what = "p(" + digits + ")"
	}
	return k6Threshold{"http_req_duration", what + compared(t, t.Limit/float64(time.Millisecond))}
}

func countThreshold(t budget.Terms) k6Threshold {
	switch {
	case t.IsShare:
		return k6Threshold{"timhook_" + t.Metric, "rate" + compared(t, t.Limit)}
	case t.Metric == "late":
		return k6Threshold{"timhook_late_answers", "count" + compared(t, t.Limit)}
	}
	return k6Threshold{"timhook_failures", "count" + compared(t, t.Limit)}
}

func compared(t budget.Terms, limit float64) string {
	sign := t.Compare
	if sign == "=" {
		sign = "=="
	}
	return sign + strconv.FormatFloat(limit, 'f', -1, 64)
}

func (p *k6Plan) threshold(t k6Threshold, tags []string) {
	metric := t.metric
	if len(tags) > 0 {
		metric += "{" + strings.Join(tags, ",") + "}"
	}
	if !slices.Contains(p.Thresholds[metric], t.holds) {
		p.Thresholds[metric] = append(p.Thresholds[metric], t.holds)
	}
}
