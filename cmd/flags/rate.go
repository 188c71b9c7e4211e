package flags

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

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
