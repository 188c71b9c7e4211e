// Package words writes numbers, durations and outcomes as people read them.
package words

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

func MS(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func Milliseconds(ms float64) string {
	if ms >= 1000 {
		return strconv.FormatFloat(math.Round(ms/10)/100, 'f', -1, 64) + " s"
	}
	digits := 2
	if ms >= 10 {
		digits = 0
	}
	text := strconv.FormatFloat(ms, 'f', digits, 64)
	if value, err := strconv.ParseFloat(text, 64); err == nil {
		text = strconv.FormatFloat(value, 'f', -1, 64)
	}
	return text + " ms"
}

// Plural counts things: "1 case", "2 cases", "1000 cases".
func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Count is Plural with a comma between thousands: "1,000 callbacks".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return Number(n) + " " + what + "s"
}

// Bytes counts bytes.
func Bytes(n int) string {
	if n == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}

// Seconds shows a duration with as many digits as mean something.
func Seconds(s float64) string {
	d := time.Duration(s * float64(time.Second))
	switch {
	case d >= time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d >= 10*time.Millisecond:
		return d.Round(time.Millisecond).String()
	}
	if d > 0 && d < 100*time.Microsecond {
		return "<100µs"
	}
	return d.Round(100 * time.Microsecond).String()
}

// Number writes a number with a comma between thousands.
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Rate is a number of things a second, with as many digits as mean something.
func Rate(perSecond float64) string {
	if perSecond >= 100 {
		return Number(int(perSecond+0.5)) + "/s"
	}
	return fmt.Sprintf("%.3g/s", perSecond)
}
