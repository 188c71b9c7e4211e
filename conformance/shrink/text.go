package shrink

import (
	"strings"
)

// cutBlanks leaves all white space out at once, which hardly ever matters.
func (s *shrinker) cutBlanks() {
	if b := blanks(s.text); len(b) > 0 {
		s.try(blanksRemoved, nil, withoutBytes(s.text, b))
	}
}

// cutEachBlank looks for the white space that does matter.
func (s *shrinker) cutEachBlank() {
	count := func() int { return len(blanks(s.text)) }
	s.drop(count, func(from, to int) bool {
		return s.try(blanksRemoved, nil, withoutBytes(s.text, blanks(s.text)[from:to]))
	})
}

// blanks lists where a JSON text has white space outside of its strings.
func blanks(text string) []int {
	var list []int
	inString := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inString = !inString
		case inString && c == '\\':
			i++
		case !inString && strings.IndexByte(" \t\r\n", c) >= 0:
			list = append(list, i)
		}
	}
	return list
}

func withoutBytes(text string, doomed []int) string {
	var b strings.Builder
	from := 0
	for _, i := range doomed {
		b.WriteString(text[from:i])
		from = i + 1
	}
	b.WriteString(text[from:])
	return b.String()
}

// cutLines, cutEnds and cutBytes are for bodies that are no JSON.
func (s *shrinker) cutLines() {
	lines := func() []string { return strings.SplitAfter(s.text, "\n") }
	count := func() int { return len(lines()) }
	s.drop(count, func(from, to int) bool {
		all := lines()
		return s.try(linesRemoved, nil, strings.Join(all[:from], "")+strings.Join(all[to:], ""))
	})
}

// cutEnds finds one cause that lies in one place, or a length that matters, in a few tries.
func (s *shrinker) cutEnds() {
	text := s.text
	bisect(0, len(text), func(n int) bool { return s.try(bytesRemoved, nil, text[:n]) })
	text = s.text
	bisect(0, len(text), func(n int) bool { return s.try(bytesRemoved, nil, text[len(text)-n:]) })
}

func (s *shrinker) cutBytes() {
	count := func() int { return len(s.text) }
	s.drop(count, func(from, to int) bool { return s.try(bytesRemoved, nil, s.text[:from]+s.text[to:]) })
}
