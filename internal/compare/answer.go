package compare

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// Answers lists the differences between two answers: of the status, and of the body by value. nil is no answer.
func (o Options) Answers(old, new *capture.Answer) []Difference {
	if old == nil || new == nil {
		return text(Status, "", status(old), status(new))
	}
	found := text(Status, "", status(old), status(new))
	if o.Headers {
		found = append(found, o.header(Header, old.Header, new.Header)...)
	}
	found = append(found, text(Failure, "", truncation(old), truncation(new))...)
	return append(found, o.Bodies(old.Body, new.Body)...)
}

func status(a *capture.Answer) string {
	if a == nil {
		return ""
	}
	return strconv.Itoa(a.Status)
}

func truncation(a *capture.Answer) string {
	if a.Truncated {
		return "only the beginning of the body was kept"
	}
	return ""
}

// text compares two texts; an empty one is not there.
func text(part Part, path, old, new string) []Difference {
	kind := Changed
	switch {
	case old == new:
		return nil
	case old == "":
		kind = Added
	case new == "":
		kind = Removed
	}
	return []Difference{{Part: part, Path: path, Kind: kind, Old: old, New: new}}
}

// header compares fields of a name, in whatever case it is spelt, in their order.
func (o Options) header(part Part, old, new []webhook.HeaderField) []Difference {
	return o.pairs(part, o.fieldPairs(old), o.fieldPairs(new), strings.ToLower)
}

func (o Options) fieldPairs(list []webhook.HeaderField) []pair {
	var pairs []pair
	for _, f := range list {
		if !strings.EqualFold(f.Name, "Date") && !o.ignoresName(f.Name) {
			pairs = append(pairs, pair(f))
		}
	}
	return pairs
}
