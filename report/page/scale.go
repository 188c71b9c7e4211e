package page

import (
	"math"
	"strconv"

	"github.com/timhook/timhook/report/words"
)

type Tick struct{ Class, Y, TextY, Name string }

const NearDeadline = 1000 // milliseconds

const Deadline = 2000

// Scale maps milliseconds to heights, logarithmically.
type Scale struct{ Low, High, Top, Bottom float64 }

func (s Scale) Y(ms float64) float64 {
	part := (math.Log10(max(ms, 0.001)) - s.Low) / (s.High - s.Low)
	return s.Bottom - part*(s.Bottom-s.Top)
}

func NewTick(ms, y float64) Tick {
	t := Tick{Class: "grid", Y: Coordinate(y), TextY: Coordinate(y + 4), Name: words.Milliseconds(ms)}
	switch ms {
	case NearDeadline:
		t.Class, t.TextY = "near", Coordinate(y+9) // away from the next line's
	case Deadline:
		t.Class, t.TextY = "limit", Coordinate(y-1)
	}
	return t
}

func Coordinate(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
