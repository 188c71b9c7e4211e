package payloads

import (
	"math/bits"
	"math/rand/v2"
	"strconv"

	"github.com/brianvoe/gofakeit/v7"
)

// Draw is a stream of random choices for one purpose, for instance "GroupId". Each purpose of each packet has its own
// stream. So the order of work and an override of one field change nothing of what another field draws.
type Draw struct{ pcg rand.PCG }

func newDraw(seed uint64, purpose string) Draw {
	var d Draw
	d.pcg.Seed(seed, hash(seed, purpose))
	return d
}

// N draws a number from 0 to limit-1.
func (d *Draw) N(limit int) int { return int(d.Between(0, int64(limit)-1)) }

// Between draws a number from lowest to highest, both included. It takes one number
// of the stream whatever the range, so that later choices do not shift. The bias of the product is too small to see.
func (d *Draw) Between(lowest, highest int64) int64 {
	hi, _ := bits.Mul64(d.pcg.Uint64(), uint64(highest-lowest+1))
	return lowest + int64(hi)
}

// Chance is true in so many of a hundred cases.
func (d *Draw) Chance(percent int) bool { return d.N(100) < percent }

// HowMany is the length of a list: 1 for most packets, maximal for the largest, and from 2 to most for some percent of
// those that are drawn from the domain.
func (g *Gen) HowMany(d *Draw, maximal, percent, most int) int {
	switch {
	case g.scope == Maximal:
		return maximal
	case g.scope == Domain && d.Chance(percent):
		return int(d.Between(2, int64(most)))
	}
	return 1
}

// Pick draws one of these.
func (d *Draw) Pick(from []string) string { return from[d.N(len(from))] }

// FromAlphabet draws a text of single-byte characters.
func (d *Draw) FromAlphabet(alphabet string, length int) string {
	b := make([]byte, length)
	for i := range b {
		b[i] = alphabet[d.N(len(alphabet))]
	}
	return string(b)
}

// Digits draws a text of decimal digits.
func (d *Draw) Digits(length int) string { return d.FromAlphabet("0123456789", length) }

// Hex draws a text of hexadecimal digits in lower case.
func (d *Draw) Hex(length int) string { return d.FromAlphabet("0123456789abcdef", length) }

// faker gives names and sentences. Its words for a seed change between gofakeit's releases (its issue 393), so ids and
// structure are never drawn from it.
func (d *Draw) faker() *gofakeit.Faker { return gofakeit.NewFaker(&d.pcg, false) }

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
