package flags

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"
)

// Duration declares a time such as 500ms or 2s. It is never below 0, and above 0 where the preset is; the example
// stands in the refusal of others.
func (g *Group) Duration(p *time.Duration, name string, preset time.Duration, example, doc string, traits ...Trait) *pflag.Flag {
	*p = preset
	return g.Add(&durationValue{p, example, preset > 0}, name, doc, traits...)
}

// AboveZero refuses 0 for a duration whose preset is 0, since there the preset stands for "not given".
func AboveZero(f *Flag) { f.Value.(*durationValue).aboveZero = true }

type durationValue struct {
	p         *time.Duration
	example   string
	aboveZero bool
}

func (d *durationValue) Type() string { return "duration" }

// String is empty for 0, which the help of a flag explains in words.
func (d *durationValue) String() string {
	if *d.p == 0 {
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
	*d.p = t
	return nil
}
