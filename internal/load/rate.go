package load

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Rate is how many callbacks are due when. It is read by [ParseRate] or made by [PerSecond].
type Rate struct {
	Max bool // no schedule: each connection sends as soon as it may

	text  string
	steps []pace // of equal length, but for a single one
}

// pace is a rate over one step, where it is constant or changes evenly.
type pace struct{ from, to frequency }

// frequency is n callbacks in a time.
type frequency struct {
	n   int64
	per time.Duration
}

func (f frequency) perSecond() float64 { return float64(f.n) / f.per.Seconds() }

// PerSecond is a constant rate, to a thousandth of a callback a second.
func PerSecond(rate float64) Rate {
	f, err := parseFrequency(strconv.FormatFloat(rate, 'f', 3, 64), time.Second)
	if err != nil || f.n == 0 {
		return Rate{}
	}
	text := strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(rate, 'f', 3, 64), "0"), ".")
	return Rate{text: text + "/s", steps: []pace{{f, f}}}
}

const rateForms = "a rate such as 500/s, 100..5000/s (rising evenly), 100,200,400/s " +
	"(in steps of the same length) or max"

// ParseRate reads 500/s, 30/m or 100/h; 100..5000/s for a rate that changes evenly over the run; 100,200,400/s for
// steps of the same length; max for as fast as the connections allow. The default unit is a second.
func ParseRate(text string) (Rate, error) {
	if text == "max" {
		return Rate{Max: true, text: text}, nil
	}
	numbers, unit, found := strings.Cut(strings.ReplaceAll(text, " ", ""), "/")
	per, known := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}[cmp.Or(unit, "s")]
	if !known || found && unit == "" {
		return Rate{}, fmt.Errorf("got the rate %q, want %s", text, rateForms)
	}
	r := Rate{text: numbers + "/" + cmp.Or(unit, "s")}
	for step := range strings.SplitSeq(numbers, ",") {
		first, last, ramp := strings.Cut(step, "..")
		if !ramp {
			last = first
		}
		from, err := parseFrequency(first, per)
		to, err2 := parseFrequency(last, per)
		if err != nil || err2 != nil {
			return Rate{}, fmt.Errorf("got the rate %q, want %s", text, rateForms)
		}
		r.steps = append(r.steps, pace{from, to})
	}
	if !slices.ContainsFunc(r.steps, func(p pace) bool { return p.from.n > 0 || p.to.n > 0 }) {
		return Rate{}, fmt.Errorf("got the rate %q, which sends nothing", text)
	}
	return r, nil
}

// fastest is more than any machine sends, and little enough for the arithmetic of a year.
const fastest = 10_000_000

// parseFrequency reads a number with up to three decimals.
func parseFrequency(digits string, per time.Duration) (frequency, error) {
	n, err := strconv.ParseFloat(digits, 64)
	thousands := math.Round(n * 1000)
	if err != nil || !(n >= 0) || n/per.Seconds() > fastest || math.Abs(n*1000-thousands) > 1e-6 {
		return frequency{}, fmt.Errorf("got %q, want a number of callbacks", digits)
	}
	if n == math.Trunc(n) {
		return frequency{int64(n), per}, nil
	}
	return frequency{int64(thousands), 1000 * per}, nil
}

// String is the rate as [ParseRate] reads it.
func (r Rate) String() string { return r.text }

func (r Rate) isZero() bool { return !r.Max && len(r.steps) == 0 }

// needsDuration reports whether the rate changes, so that it needs a time over which it does.
func (r Rate) needsDuration() bool {
	return len(r.steps) > 1 || len(r.steps) == 1 && r.steps[0].from != r.steps[0].to
}

// schedule is a rate spread over a duration: when each callback is due.
type schedule struct {
	steps  []pace
	length time.Duration // of a step
	counts []int64       // callbacks of each step but the last, which goes on
}

// over spreads the rate over a duration. A constant rate needs none.
func (r Rate) over(d time.Duration) schedule {
	s := schedule{steps: r.steps}
	if len(r.steps) == 0 {
		return s
	}
	s.length = d / time.Duration(len(r.steps))
	for _, p := range r.steps[:len(r.steps)-1] {
		s.counts = append(s.counts, p.before(s.length, s.length))
	}
	return s
}

// never is when callbacks are due that are not sent any more. A duration can be added to it without an overflow.
const never = math.MaxInt64 / 2

// due is when the k-th callback is due, from 0 and from the start.
func (s schedule) due(k int64) time.Duration {
	start := time.Duration(0)
	for i, count := range s.counts {
		if k < count {
			return start + s.steps[i].due(k, s.length)
		}
		k -= count
		start += s.length
	}
	return start + s.steps[len(s.steps)-1].due(k, s.length)
}

// before is how many callbacks are due before a time from the start.
func (s schedule) before(t time.Duration) int64 {
	total := int64(0)
	for i, count := range s.counts {
		if t < s.length {
			return total + min(count, s.steps[i].before(t, s.length))
		}
		total += count
		t -= s.length
	}
	return total + s.steps[len(s.steps)-1].before(t, s.length)
}

// due is when the k-th callback of a step of that length is due, from the step's start.
func (p pace) due(k int64, length time.Duration) time.Duration {
	if p.from == p.to {
		return p.from.due(k)
	}
	// The integral of the rate, from·t + slope·t²/2, is k. This form of its root loses no digits and takes a slope of
	// either sign.
	from, slope := p.from.perSecond(), (p.to.perSecond()-p.from.perSecond())/length.Seconds()
	root := from*from + 2*slope*float64(k)
	if k == 0 {
		return 0
	}
	if root < 0 {
		return never // a falling rate has come to its end
	}
	seconds := 2 * float64(k) / (from + math.Sqrt(root))
	if seconds >= length.Seconds() {
		return length + p.to.after(float64(k)-(from+p.to.perSecond())/2*length.Seconds())
	}
	return time.Duration(math.Round(seconds * 1e9))
}

// after is how long n callbacks take at a constant rate.
func (f frequency) after(n float64) time.Duration {
	if seconds := n / f.perSecond(); seconds < math.MaxInt64/2e9 {
		return max(0, time.Duration(math.Round(seconds*1e9)))
	}
	return never
}

// due is exact: k·per/n, rounded down.
func (f frequency) due(k int64) time.Duration {
	high, low := bits.Mul64(uint64(k), uint64(f.per))
	if f.n == 0 || high >= uint64(f.n) {
		return never
	}
	d, _ := bits.Div64(high, low, uint64(f.n))
	return time.Duration(min(d, never))
}

// before is how many callbacks of a step are due before t.
func (p pace) before(t, length time.Duration) int64 {
	if t <= 0 {
		return 0
	}
	guess := int64(p.through(min(t, length), length)) + int64(p.to.perSecond()*max(0, t-length).Seconds())
	// The guess is off by rounding at most; the due times decide.
	k := max(0, guess-2)
	for p.due(k, length) < t {
		k++
	}
	return k
}

// through is the integral of the rate up to t.
func (p pace) through(t, length time.Duration) float64 {
	from, to, s := p.from.perSecond(), p.to.perSecond(), t.Seconds()
	if p.from == p.to {
		return from * s
	}
	return from*s + (to-from)*s*s/(2*length.Seconds())
}
