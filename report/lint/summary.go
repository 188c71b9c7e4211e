package lintreport

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/timhook/timhook/report/words"
)

// InWords is the summary in a line for people. The filters have left out some exchanges beside those that it counts.
func (s *Summary) InWords(leftOut int) string {
	text := "no exchange"
	if s.Exchanges > 0 {
		var kinds []string
		for _, kind := range slices.Sorted(maps.Keys(s.Kinds)) {
			kinds = append(kinds, fmt.Sprintf("%d %s", s.Kinds[kind], kind))
		}
		text = words.Plural(s.Exchanges, "exchange") + " (" + strings.Join(kinds, ", ") + ")"
	}
	text += ": " + words.Plural(s.Must, "error") + ", " + words.Plural(s.Should, "warning") + ", " +
		words.Plural(s.May, "note")
	if s.Unreadable > 0 {
		text += fmt.Sprintf("; %d could not be read", s.Unreadable)
	}
	if leftOut > 0 {
		text += fmt.Sprintf("; --filter left out %d", leftOut)
	}
	return text
}

func (p *PassedOver) inWords() string {
	return words.Plural(p.Count, "request") + " passed over: " + p.Reason
}
