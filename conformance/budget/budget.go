package budget

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// Budget is a limit on what a run measures, such as p95<300ms. See [ParseBudget].
type Budget struct {
	text     string
	callback string // a glob over full or short names; empty: all
	metric   metric
	below    string  // <, <=, =
	limit    float64 // in the metric's unit: nanoseconds, a share or a count
	isShare  bool    // limit is a share of what the metric counts, not a count
}

// metric is something that a budget limits.
type metric struct {
	name    string
	percent float64 // of a latency: the share of answers that are as fast
	counts  func(conformance.Result) (counted, of bool)
}

var (
	budgetForm = regexp.MustCompile(`^(?:([A-Za-z0-9_.*?\[\]-]+):)?([a-z]+[0-9.]*)(<=|<|=)(.+)$`)
	percentile = regexp.MustCompile(`^p([0-9]{1,2}(?:\.[0-9]+)?)$`)
)

// Parse reads [CALLBACK:]METRIC<LIMIT, where <= and = do as well:
//
//	p50, p95, p99.9, max   latency of the accepted answers, limited by a time: p95<300ms
//	late                   callbacks without a whole answer within two seconds, limited by a share or a number: late<0.1%
//	fail                   exchanges that break a MUST, limited likewise: fail=0
func Parse(text string) (Budget, error) {
	parts := budgetForm.FindStringSubmatch(strings.ReplaceAll(text, " ", ""))
	if parts == nil {
		return Budget{}, fmt.Errorf("got %q, want METRIC<LIMIT such as 'p95<300ms', 'Group.*:p99<1s', 'late<0.1%%' or 'fail=0'", text)
	}
	b := Budget{text: text, callback: parts[1], below: parts[3]}
	if err := b.checkCallback(); err != nil {
		return b, err
	}
	var err error
	if b.metric, err = parseMetric(parts[2]); err != nil {
		return b, fmt.Errorf("budget %q: %w", text, err)
	}
	if b.limit, b.isShare, err = b.metric.parseLimit(parts[4]); err != nil {
		return b, fmt.Errorf("budget %q: %w", text, err)
	}
	return b, nil
}

// checkCallback refuses a name that no callback has, since such a budget would hold by itself.
func (b *Budget) checkCallback() error {
	if _, err := path.Match(b.callback, ""); err != nil {
		return fmt.Errorf("budget %q: a [ has no ]", b.text)
	}
	for _, c := range payloads.All() {
		if b.covers(c) {
			return nil
		}
	}
	_, err := payloads.Lookup(b.callback)
	return fmt.Errorf("budget %q: %w", b.text, err)
}

func (b *Budget) covers(c *payloads.Command) bool {
	return b.callback == "" || b.callback == "all" || conformance.Fits(b.callback, c.Name) || conformance.Fits(b.callback, c.Short)
}

func parseMetric(name string) (metric, error) {
	switch {
	case name == "max":
		return metric{name: name, percent: 100}, nil
	case name == "late":
		return metric{name: name, counts: late}, nil
	case name == "fail":
		return metric{name: name, counts: func(r conformance.Result) (bool, bool) { return r.Outcome() == judge.Fail, true }}, nil
	}
	if digits := percentile.FindStringSubmatch(name); digits != nil {
		if percent, err := strconv.ParseFloat(digits[1], 64); err == nil && percent > 0 {
			return metric{name: name, percent: percent}, nil
		}
	}
	return metric{}, fmt.Errorf("unknown metric %q, want p50, p95, p99 or another percentile, max, late or fail", name)
}

func (m metric) parseLimit(text string) (limit float64, isShare bool, err error) {
	if m.percent > 0 {
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return 0, false, fmt.Errorf("got the limit %q, want a time such as 300ms", text)
		}
		return float64(d), false, nil
	}
	digits, isShare := strings.CutSuffix(text, "%")
	limit, err = strconv.ParseFloat(digits, 64)
	if err != nil || !(limit >= 0) || isShare && limit > 100 {
		return 0, false, fmt.Errorf("got the limit %q, want a share such as 0.1%% or a number such as 0", text)
	}
	if isShare {
		limit /= 100
	}
	return limit, isShare, nil
}

// late counts callbacks that the backend has to accept and did not answer in full within Chat's deadline.
func late(r conformance.Result) (counted, of bool) {
	if !r.Expect.Accepts() {
		return false, false
	}
	return r.Judgement.Reaction == judge.Hung || Latency(r) > judge.Deadline, true
}
