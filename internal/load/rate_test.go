package load

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestRatesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"500/s": "500/s", "500": "500/s", " 30 / m ": "30/m", "1.5/h": "1.5/h", "100..5000/s": "100..5000/s", "1,2,3/s": "1,2,3/s", "0..5,5,5..0/s": "0..5,5,5..0/s", "max": "max", "10000000/s": "10000000/s",
	} {
		t.Run(text, func(t *testing.T) {
			if r, err := ParseRate(text); err != nil || r.String() != want || r.isZero() || r.Max != (text == "max") {
				t.Errorf("got %q, %v, want %q", r, err, want)
			}
		})
	}
	for _, text := range []string{"", "/s", "5/", "5/d", "-1/s", "0/s", "0,0..0/s", "1..2..3/s", "1,,2/s", "nan/s", "inf/s", "1e400/s", "0.0001/s", "10000001/s", "5/s/s", "MAX", "..5/s", "x"} {
		t.Run(text, func(t *testing.T) {
			if r, err := ParseRate(text); err == nil {
				t.Errorf("got the rate %v, want an error", r)
			}
		})
	}
}

// When callbacks are due, as the pacers of load generators have it: the first at once, the k-th k/rate later.
func TestWhenCallbacksAreDue(t *testing.T) {
	for _, c := range []struct {
		rate   string
		over   time.Duration
		number int64
		want   time.Duration
	}{
		{"1/s", 0, 0, 0},
		{"1/s", 0, 7, 7 * time.Second},
		{"3/s", 0, 1, 333_333_333},
		{"3/s", 0, 3, time.Second},
		{"1000/s", 0, 123_456, 123_456 * time.Millisecond},
		{"7/s", 0, 7 * 86400 * 365, 365 * 24 * time.Hour}, // nothing is lost in a year
		{"30/m", 0, 1, 2 * time.Second},
		{"0.5/s", 0, 3, 6 * time.Second},
		{"10000000/s", 0, 1, 100},
		{"1/h", 0, math.MaxInt64 / 2, never},
		{"0..10/s", 10 * time.Second, 0, 0},
		{"0..10/s", 10 * time.Second, 50, 10 * time.Second}, // the whole triangle
		{"0..10/s", 10 * time.Second, 2, 2 * time.Second},
		{"0..10/s", 10 * time.Second, 60, 11 * time.Second}, // and on at the last rate
		{"10..0/s", 10 * time.Second, 48, 8 * time.Second},
		{"10..0/s", 10 * time.Second, 51, never},
		{"10..20/s", 10 * time.Second, 150, 10 * time.Second},
		{"10,20/s", 2 * time.Second, 9, 900 * time.Millisecond},
		{"10,20/s", 2 * time.Second, 10, time.Second},
		{"10,20/s", 2 * time.Second, 11, 1050 * time.Millisecond},
		{"10,0,20/s", 3 * time.Second, 10, 2 * time.Second},
	} {
		t.Run(fmt.Sprintf("%s over %v, callback %d", c.rate, c.over, c.number), func(t *testing.T) {
			r, err := ParseRate(c.rate)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.over(c.over).due(c.number); (got - c.want).Abs() > time.Nanosecond {
				t.Errorf("%s over %v, callback %d: got %v, want %v", c.rate, c.over, c.number, got, c.want)
			}
		})
	}
}

// Due times never go back, and counting them agrees with them.
func TestASchedulesCountAgreesWithItsTimes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SampledFrom([]string{"1/s", "333/s", "7/m", "2.5/s", "0..50/s", "50..0/s", "10..500/s", "5,50,0,500/s", "0..9,9,9..0/s"}).Draw(rt, "rate")
		length := time.Duration(rapid.Int64Range(int64(time.Millisecond), int64(20*time.Second)).Draw(rt, "length"))
		r, err := ParseRate(text)
		if err != nil {
			rt.Fatal(err)
		}
		s := r.over(length)
		at := time.Duration(rapid.Int64Range(0, int64(length)).Draw(rt, "at"))
		n := s.before(at)
		if n > 0 && s.due(n-1) >= at {
			rt.Fatalf("%s over %v: %d callbacks before %v, but number %d is due at %v", text, length, n, at, n-1, s.due(n-1))
		}
		if s.due(n) < at {
			rt.Fatalf("%s over %v: %d callbacks before %v, but number %d is due at %v", text, length, n, at, n, s.due(n))
		}
		k := rapid.Int64Range(0, 500).Draw(rt, "number")
		if s.due(k) > s.due(k+1) || s.due(0) < 0 {
			rt.Fatalf("%s over %v: number %d is due at %v, the next at %v", text, length, k, s.due(k), s.due(k+1))
		}
	})
}

func TestARateASecond(t *testing.T) {
	for rate, want := range map[float64]string{1: "1/s", 0.5: "0.5/s", 1234.5678: "1234.568/s", 100: "100/s", 0: "", -1: "", math.NaN(): ""} {
		t.Run(fmt.Sprint(rate), func(t *testing.T) {
			if got := PerSecond(rate); got.String() != want || got.isZero() != (want == "") {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
