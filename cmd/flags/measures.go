package flags

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance/budget"
)

// Duration declares a time such as 500ms or 2s. It is never below 0, and above 0 where the preset is; the example
// is part of the refusal of others.
func (g *Group) Duration(p *time.Duration, name string, preset time.Duration, example, doc string, traits ...Trait) *pflag.Flag {
	*p = preset
	return g.Add(&durationValue{p: p, example: example, aboveZero: preset > 0}, name, doc, traits...)
}

// NoLimitAtZero takes 0 for no limit.
func NoLimitAtZero(f *Flag) { f.Value.(*durationValue).aboveZero = false }

// AboveZero refuses 0 for a duration whose preset is 0, since there the preset means "not given".
func AboveZero(f *Flag) { f.Value.(*durationValue).aboveZero = true }

type durationValue struct {
	p         *time.Duration
	example   string
	aboveZero bool
	given     bool
}

func (d *durationValue) Type() string { return "duration" }

// String is empty for a 0 that means "not given", which the help of a flag explains in words.
func (d *durationValue) String() string {
	if *d.p == 0 && !d.given {
		return ""
	}
	return d.p.String()
}

func (d *durationValue) Set(s string) error {
	t, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return fmt.Errorf("got %q, want a time such as 500ms or 2s", s)
	case d.aboveZero && t <= 0:
		return fmt.Errorf("got %v, want a time above 0, for instance %s", t, d.example)
	case t < 0:
		return fmt.Errorf("got %v, want a time such as %s", t, d.example)
	}
	*d.p, d.given = t, true
	return nil
}

// Size declares a number of bytes up to a bound; a bound of 0 is none.
func (g *Group) Size(p *ByteSize, name string, preset, most ByteSize, doc string, traits ...Trait) *pflag.Flag {
	*p = preset
	return g.Add(&boundedSize{p, most}, name, doc, traits...)
}

type boundedSize struct {
	*ByteSize
	most ByteSize
}

func (b *boundedSize) Set(s string) error {
	if err := b.ByteSize.Set(s); err != nil || b.most == 0 || *b.ByteSize <= b.most {
		return err
	}
	return fmt.Errorf("got %d, want %s at most", *b.ByteSize, &b.most)
}

// ByteSize reads 1048576, 64KiB, 1MiB or 1MB.
type ByteSize int64

func (b *ByteSize) String() string {
	if n := int64(*b); n > 0 && n%(1<<20) == 0 {
		return fmt.Sprintf("%dMiB", n>>20)
	}
	return strconv.FormatInt(int64(*b), 10)
}

func (b *ByteSize) Type() string { return "" }

func (b *ByteSize) Set(s string) error {
	units := []struct {
		suffix string
		factor int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"KB", 1e3}, {"B", 1}, {"", 1}}
	for _, u := range units {
		digits, found := strings.CutSuffix(s, u.suffix)
		if !found {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n <= 0 || n > (1<<40)/u.factor {
			break
		}
		*b = ByteSize(n * u.factor)
		return nil
	}
	return fmt.Errorf("got %q, want a size above 0 such as 1MiB or 65536", s)
}

// Rate is a number of callbacks in a second or a minute; the zero value is as fast as possible.
type Rate struct {
	Text     string
	Interval time.Duration
}

func (r *Rate) String() string { return r.Text }
func (r *Rate) Type() string   { return "" }

func (r *Rate) Set(s string) error {
	number, unit, _ := strings.Cut(s, "/")
	n, err := strconv.ParseFloat(number, 64)
	per, known := map[string]time.Duration{"": time.Second, "s": time.Second, "m": time.Minute, "h": time.Hour}[unit]
	if err != nil || !known || !(n > 0 && n <= 1e6) {
		return fmt.Errorf("got %q, want a rate such as 5/s or 30/m", s)
	}
	r.Text, r.Interval = s, time.Duration(float64(per)/n)
	return nil
}

func ParseBudgets(texts []string) ([]budget.Budget, error) {
	var list []budget.Budget
	for _, text := range texts {
		b, err := budget.Parse(text)
		if err != nil {
			return nil, cli.Usage(cli.HintOf(err), "--budget: %w", err)
		}
		list = append(list, b)
	}
	return list, nil
}

// The bounds of a run.
const (
	MostJobs     = 1000
	mostRetries  = 100
	mostExamples = 10_000
)

// Redelivery declares the flags that send a callback again, as Chat does.
func (g *Group) Redelivery(twice *bool, retries *int) {
	g.Bool(twice, "twice", "send each callback twice, as Chat's retry does")
	g.Int(retries, "retry", 0, 0, mostRetries,
		"send again up to N times after a timeout, as Chat does with retry switched on: `N`")
}
