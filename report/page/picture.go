package page

import (
	"math"
	"strconv"

	"github.com/timhook/timhook/report/words"
)

// Milliseconds at which the scale of every picture has a line: Chat waits [Deadline] for the whole answer, and an
// answer that takes longer than NearDeadline is close to that.
const (
	NearDeadline = 1000
	Deadline     = 2000
)

// Picture is a chart's frame, in units of SVG: its size, and the lines of its scale.
type Picture struct {
	ID, Title, Describe               string
	Width, Height, Left, Right, Label int
	Ticks                             []Tick
	top, bottom                       float64 // of the scale
}

// Tick is a line of a scale.
type Tick struct{ Class, Y, TextY, Name string }

// NewPicture is a picture whose scale ends at the height bottom.
func NewPicture(id, title string, height, bottom int) Picture {
	return Picture{
		ID: id, Title: title, Width: 960, Height: height, Left: 64, Right: 948, Label: 56, top: 14,
		bottom: float64(bottom),
	}
}

// X is where a part of the width lies, from 0 to 1.
func (p *Picture) X(part float64) float64 { return float64(p.Left+8) + part*float64(p.Right-p.Left-16) }

// Milliseconds draws a logarithmic scale of milliseconds and gives the height of each.
func (p *Picture) Milliseconds(lowest, highest float64) (y func(ms float64) float64) {
	low, high := math.Floor(math.Log10(max(0.01, lowest))), math.Log10(max(Deadline*1.6, highest*1.2))
	y = func(ms float64) float64 {
		return p.bottom - (math.Log10(max(ms, 0.001))-low)/(high-low)*(p.bottom-p.top)
	}
	for _, ms := range []float64{0.01, 0.1, 1, 10, 100, NearDeadline, Deadline, 10_000, 100_000} {
		if at := y(ms); at >= p.top-1 && at <= p.bottom+1 {
			p.Ticks = append(p.Ticks, newTick(ms, at))
		}
	}
	return y
}

// Numbers draws a scale from 0 to most, in four steps, and gives the height of each number.
func (p *Picture) Numbers(most float64) (y func(n float64) float64) {
	y = func(n float64) float64 { return p.bottom - n/most*(p.bottom-p.top) }
	for i := range 5 {
		n := most * float64(i) / 4
		name := words.Number(int(math.Round(n)))
		p.Ticks = append(p.Ticks, Tick{Class: "grid", Y: Coordinate(y(n)), TextY: Coordinate(y(n) + 4), Name: name})
	}
	return y
}

func newTick(ms, y float64) Tick {
	t := Tick{Class: "grid", Y: Coordinate(y), TextY: Coordinate(y + 4), Name: words.Milliseconds(ms)}
	switch ms {
	case NearDeadline:
		t.Class, t.TextY = "near", Coordinate(y+9) // away from the next line's
	case Deadline:
		t.Class, t.TextY = "limit", Coordinate(y-1)
	}
	return t
}

// Coordinate is a number as SVG has it.
func Coordinate(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
