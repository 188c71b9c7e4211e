package words

import (
	"strings"

	"github.com/timhook/timhook/conformance/judge"
)

// OutcomeNamed is the outcome of a word; one that nobody knows counts as an error.
func OutcomeNamed(name string) judge.Outcome {
	for _, o := range judge.Outcomes() {
		if Outcome(o) == name {
			return o
		}
	}
	return judge.Error
}

func Outcome(o judge.Outcome) string { return strings.ToLower(o.String()) }
