package lint

import "github.com/timhook/timhook/payloads"

// InputOdd is the rule of what was odd in the input about an entry, and how it was read.
const InputOdd = "input-odd"

// inputRules are about how an input holds a request.
func inputRules() []Rule {
	return []Rule{{
		ID: InputOdd, Level: payloads.May, Subject: InRequest, Evidence: payloads.Inferred, look: (*inspection).notes,
		Doc: "the input holds the exchange as it was sent; how an odd one was read is said", Source: "the input itself",
	}}
}

func (x *inspection) notes() {
	for _, text := range x.entry.Notes {
		x.report(x.masked(text))
	}
}
