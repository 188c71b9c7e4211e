package compare

import (
	"strconv"
	"strings"
)

// longestExponent keeps sums of exponents within 64 bits.
const longestExponent = 18

// number is a text that all spellings of one number share, whatever its size: its digits without zeros at either end,
// and an exponent. A literal with an absurd exponent stands for itself.
func number(literal string) string {
	digits, exponent, _ := strings.Cut(strings.ToLower(literal), "e")
	if len(strings.TrimLeft(exponent, "+-0")) > longestExponent {
		return literal
	}
	shift, _ := strconv.ParseInt(exponent, 10, 64) // empty: 0
	sign := ""
	if rest, negative := strings.CutPrefix(digits, "-"); negative {
		sign, digits = "-", rest
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	shift -= int64(len(fraction))
	digits = strings.TrimLeft(whole+fraction, "0")
	short := strings.TrimRight(digits, "0")
	if short == "" {
		return "0"
	}
	return sign + short + "e" + strconv.FormatInt(shift+int64(len(digits)-len(short)), 10)
}
