package payloads

import (
	"math/bits"
	"math/rand/v2"
	"strconv"

	"github.com/brianvoe/gofakeit/v7"
)

// draw is a stream of random choices for one purpose, for instance "GroupId". Each purpose of each packet has its own
// stream. So the order of work and an override of one field change nothing of what another field draws.
type draw struct{ pcg rand.PCG }

func newDraw(seed uint64, purpose string) draw {
	var d draw
	d.pcg.Seed(seed, hash(seed, purpose))
	return d
}

// n draws a number from 0 to limit-1.
func (d *draw) n(limit int) int { return int(d.between(0, int64(limit)-1)) }

// between draws a number from lowest to highest, both included. It takes one number
// of the stream whatever the range, so that later choices do not shift. The bias of the product is too small to see.
func (d *draw) between(lowest, highest int64) int64 {
	hi, _ := bits.Mul64(d.pcg.Uint64(), uint64(highest-lowest+1))
	return lowest + int64(hi)
}

func (d *draw) chance(percent int) bool { return d.n(100) < percent }

// howMany is the length of a list: 1 for most packets, maximal for the largest, and from 2 to most for some percent of
// those that are drawn from the domain.
func (g *Gen) howMany(d *draw, maximal, percent, most int) int {
	switch {
	case g.scope == Maximal:
		return maximal
	case g.scope == Domain && d.chance(percent):
		return int(d.between(2, int64(most)))
	}
	return 1
}

func (d *draw) pick(from []string) string { return from[d.n(len(from))] }

// fromAlphabet draws a text of single-byte characters.
func (d *draw) fromAlphabet(alphabet string, length int) string {
	b := make([]byte, length)
	for i := range b {
		b[i] = alphabet[d.n(len(alphabet))]
	}
	return string(b)
}

func (d *draw) digits(length int) string { return d.fromAlphabet("0123456789", length) }
func (d *draw) hex(length int) string    { return d.fromAlphabet("0123456789abcdef", length) }

// faker gives names and sentences. Its words for a seed change between gofakeit's releases (its issue 393), so ids and
// structure are never drawn from it.
func (d *draw) faker() *gofakeit.Faker { return gofakeit.NewFaker(&d.pcg, false) }

// hash mixes texts into a seed, with the same result on every machine: FNV-1a, and the last steps of SplitMix64 after
// it, since FNV-1a alone leaves seeds of similar texts similar.
func hash(seed uint64, texts ...string) uint64 {
	h := seed ^ 14695981039346656037
	for _, s := range texts {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
