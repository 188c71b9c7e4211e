// Package budget holds a run to limits on what it measures: the latency of answers, how many came late, how many
// failed.
//
// [Parse] reads a budget such as p95<300ms. [Budget.Judge] holds it to the results of a run, [Budget.Hold] to figures
// of a run that was too long to keep its results. Both return a [Result] with the figure that was measured.
package budget

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// Budget is a limit on what a run measures, such as p95<300ms. See [Parse].
type Budget struct {
	text     string
	callback string // a glob over full or short names; empty: all
	terms    Terms
}

// Terms are the parts of a [Budget], for programs that measure themselves.
type Terms struct {
	Metric  string  // as it was written: p95, p99.9, max, late, fail
	Percent float64 // of a latency: how many per cent of the answers are as fast, 100 for max; 0: not a latency
	Compare string  // <, <= or =
	Limit   float64 // nanoseconds of a latency; otherwise a share between 0 and 1, or a number
	IsShare bool    // Limit is a share of what is counted
}

var (
	budgetForm = pattern.Of(`^(?:([A-Za-z0-9_.*?\[\]-]+):)?([a-z]+[0-9.]*)(<=|<|=)(.+)$`)
	percentile = pattern.Of(`^p([0-9]{1,2}(?:\.[0-9]+)?)$`)
)

// Parse reads [CALLBACK:]METRIC<LIMIT, where <= and = do as well:
//
//	p50, p95, p99.9, max   latency of the accepted answers, limited by a time: p95<300ms
//	late                   callbacks without a whole answer within 2 s, limited by a share or a number: late<0.1%
//	fail                   exchanges that break a MUST, limited likewise: fail=0
//
// The error names the part that cannot be read; of an unknown callback it is a *[payloads.UnknownError].
func Parse(text string) (Budget, error) {
	parts := budgetForm().FindStringSubmatch(strings.ReplaceAll(text, " ", ""))
	if parts == nil {
		const want = "METRIC<LIMIT such as 'p95<300ms', 'Group.*:p99<1s', 'late<0.1%' or 'fail=0'"
		return Budget{}, fmt.Errorf("got %q, want %s", text, want)
	}
	b := Budget{text: text, callback: parts[1], terms: Terms{Metric: parts[2], Compare: parts[3]}}
	if err := b.checkCallback(); err != nil {
		return b, err
	}
	err := b.terms.parseMetric()
	if err == nil {
		err = b.terms.parseLimit(parts[4])
	}
	if err != nil {
		return b, fmt.Errorf("budget %q: %w", text, err)
	}
	return b, nil
}

// checkCallback refuses a name that no callback has: such a budget would hold by itself.
func (b Budget) checkCallback() error {
	if _, err := path.Match(b.callback, ""); err != nil {
		return fmt.Errorf("budget %q: a [ has no ]", b.text)
	}
	for _, c := range chat.All() {
		if b.Covers(c) {
			return nil
		}
	}
	_, err := chat.Lookup(b.callback)
	return fmt.Errorf("budget %q: %w", b.text, err)
}

func (t *Terms) parseMetric() error {
	switch t.Metric {
	case "max":
		t.Percent = 100
		return nil
	case "late", "fail":
		return nil
	}
	if digits := percentile().FindStringSubmatch(t.Metric); digits != nil {
		if percent, err := strconv.ParseFloat(digits[1], 64); err == nil && percent > 0 {
			t.Percent = percent
			return nil
		}
	}
	return fmt.Errorf("unknown metric %q, want p50, p95, p99 or another percentile, max, late or fail", t.Metric)
}

func (t *Terms) parseLimit(text string) (err error) {
	if t.Percent > 0 {
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return fmt.Errorf("got the limit %q, want a time such as 300ms", text)
		}
		t.Limit = float64(d)
		return nil
	}
	digits, isShare := strings.CutSuffix(text, "%")
	t.IsShare = isShare
	t.Limit, err = strconv.ParseFloat(digits, 64)
	if err != nil || !(t.Limit >= 0) || isShare && t.Limit > 100 {
		return fmt.Errorf("got the limit %q, want a share such as 0.1%% or a number such as 0", text)
	}
	if isShare {
		t.Limit /= 100
	}
	return nil
}

// holds reports whether a figure keeps the limit.
func (t *Terms) holds(got float64) bool {
	switch t.Compare {
	case "<":
		return got < t.Limit
	case "<=":
		return got <= t.Limit
	}
	return got == t.Limit
}

// Terms takes the budget apart.
func (b Budget) Terms() Terms { return b.terms }

// Covers reports whether the budget counts callbacks of the command.
func (b Budget) Covers(c *payloads.Command) bool {
	return b.callback == "" || chat.Matches(c, b.callback)
}

// String is the budget as it was written.
func (b Budget) String() string { return b.text }
