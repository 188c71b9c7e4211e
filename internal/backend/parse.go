package backend

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
)

// ParseDecision reads a decision on a callback: what it does, then for a refusal its code, then a text, all but the
// first optional and with a colon before each: "refuse:10101:no links".
func ParseDecision(c *payloads.Command, text string) (Decision, error) {
	if !c.Answer.Decides() {
		return Decision{}, fmt.Errorf("the answer to %s decides nothing", c.Short)
	}
	can := Decisions(c.Answer)
	word, rest, more := strings.Cut(text, ":")
	i := slices.IndexFunc(can, func(d payloads.Decision) bool { return d.String() == word })
	if i < 0 {
		return Decision{}, fmt.Errorf("unknown decision %q; for %s want %s", word, c.Short, join(can))
	}
	d := Decision{Does: can[i]}
	switch {
	case !more:
		return d, nil
	case d.Does == payloads.Refuse, d.Does == payloads.Partly && hasItems(c.Answer):
		return d.withCode(c, rest)
	case d.Does == payloads.Rewrite || d.Does == payloads.Reply:
		if d.Text = rest; rest == "" {
			return d, fmt.Errorf("want %s:TEXT, or %s alone", word, word)
		}
		return d, nil
	}
	return d, fmt.Errorf("%s takes nothing behind it, got %q", word, ":"+rest)
}

func hasItems(a payloads.Answer) bool {
	return slices.ContainsFunc(a.Fields, func(f payloads.AnswerField) bool { return f.Does == payloads.PerItem })
}

func (d Decision) withCode(c *payloads.Command, rest string) (Decision, error) {
	codes, _ := codesFor(c.Answer, payloads.Refuse)
	number, text, more := strings.Cut(rest, ":")
	code, err := strconv.ParseInt(number, 10, 64)
	holds := func(k payloads.Code) bool { return k.From <= code && code <= k.To }
	switch {
	case errors.Is(err, strconv.ErrSyntax):
		return d, fmt.Errorf("%q is no code; want %s:CODE:TEXT with a code of %s", number, d.Does, join(codes))
	case err != nil || !slices.ContainsFunc(codes, holds):
		return d, fmt.Errorf("%s is no code with which %s refuses; want %s", number, c.Short, join(codes))
	case more && text == "":
		return d, fmt.Errorf("the text behind %s:%s: is empty", d.Does, number)
	}
	d.Code, d.Text = code, text
	return d, nil
}

// join lists what there is: "1 or 10100..10200".
func join[T fmt.Stringer](list []T) string {
	var texts []string
	for _, x := range list {
		texts = append(texts, x.String())
	}
	return phrase.Or(texts)
}
