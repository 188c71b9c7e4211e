package cmd

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// rate is a number of callbacks in a second or a minute; the zero value is as fast as possible.
type rate struct {
	text     string
	interval time.Duration
}

func (r *rate) String() string { return r.text }
func (r *rate) Type() string   { return "" }

func (r *rate) Set(s string) error {
	number, unit, _ := strings.Cut(s, "/")
	n, err := strconv.ParseFloat(number, 64)
	per, known := map[string]time.Duration{"": time.Second, "s": time.Second, "m": time.Minute, "h": time.Hour}[unit]
	if err != nil || !known || !(n > 0 && n <= 1e6) {
		return fmt.Errorf("got %q, want a rate such as 5/s or 30/m", s)
	}
	r.text, r.interval = s, time.Duration(float64(per)/n)
	return nil
}
