package cases

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
)

// Examples lists n further cases for each callback: random valid packets over the whole documented domain,
// named "example#0" and so on. The same number is the same packet for the same seed, however many there are.
func Examples(n int) []*conformance.Case {
	var cases []*conformance.Case
	for _, command := range payloads.All() {
		for k := range n {
			c := conformance.VariantCase(command, payloads.Example(), false)
			c.ID = fmt.Sprintf("%s#%d", c.Variant.ID, k)
			c.Tamper, c.Number = c.ID, uint64(k)
			cases = append(cases, c)
		}
	}
	return cases
}

// ExamplesNamed is how many examples for each callback are needed so that the patterns find those that they name:
// 4 for "send/example#3".
func ExamplesNamed(patterns []string) int {
	most := 0
	for _, text := range patterns {
		_, number, found := strings.Cut(text, payloads.Example().ID+"#")
		if k, err := strconv.Atoi(number); found && err == nil && k >= 0 && k < mostExamples {
			most = max(most, k+1)
		}
	}
	return most
}

// mostExamples bounds what a pattern alone can ask for.
const mostExamples = 100_000
