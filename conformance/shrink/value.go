package shrink

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// simplifyValues does the cheap things: most values need one try, and hardly any more than ten.
func (s *shrinker) simplifyValues() {
	s.visit(func(at []int) {
		switch s.node(at).Kind() {
		case jsontree.KindString:
			s.shorten(at)
		case jsontree.KindNumber:
			s.simplifyNumber(at)
		case jsontree.KindBool:
			if s.node(at).Text() == "true" {
				s.replace(madeFalse, at, "false")
			}
		}
	})
}

// refineValues spends what is left of the budget on values whose very text matters.
func (s *shrinker) refineValues() {
	s.visit(func(at []int) {
		switch s.node(at).Kind() {
		case jsontree.KindString:
			s.cutCharacters(at)
		case jsontree.KindNumber:
			s.lower(at)
		}
	})
}

// shorten cuts the end and the beginning of a string, and finds out whether only its length matters.
func (s *shrinker) shorten(at []int) {
	if s.replace(shortened, at, `""`) {
		return
	}
	s.keepFirst(at)
	u := s.units(at)
	bisect(0, len(u), func(n int) bool { return s.replace(shortened, at, stringOf(u[len(u)-n:])) })
	v := s.node(at)
	if s.replace(madePlain, at, `"`+strings.Repeat("0", v.End()-v.Start()-2)+`"`) {
		s.keepFirst(at)
	}
}

func (s *shrinker) keepFirst(at []int) {
	u := s.units(at)
	bisect(0, len(u), func(n int) bool { return s.replace(shortened, at, stringOf(u[:n])) })
}

func (s *shrinker) cutCharacters(at []int) {
	count := func() int { return len(s.units(at)) }
	s.drop(count, func(from, to int) bool {
		u := s.units(at)
		return s.replace(shortened, at, stringOf(u[:from], u[to:]))
	})
}

// units are the characters of a string as they are spelt.
func (s *shrinker) units(at []int) []string {
	v := s.node(at)
	return units(s.text[v.Start()+1 : v.End()-1])
}

func stringOf(parts ...[]string) string {
	text := `"`
	for _, units := range parts {
		text += strings.Join(units, "")
	}
	return text + `"`
}

// simplifyNumber goes towards 0 and 1, then towards fewer digits, then towards round ones.
func (s *shrinker) simplifyNumber(at []int) {
	if s.replaceNumber(at, "0") || s.replaceNumber(at, "1") {
		return
	}
	n := parseNumber(s.node(at).Text())
	for _, simpler := range []func(number) number{number.integer, number.plain, number.whole, number.positive} {
		if m := simpler(n); s.replaceNumber(at, m.String()) {
			n = m
		}
	}
	n = s.fewerDigits(at, n, func(n *number) *string { return &n.digits })
	n = s.fewerDigits(at, n, func(n *number) *string { return &n.fraction })
	n = s.fewerDigits(at, n, func(n *number) *string { return &n.exponent })
	for _, first := range []string{"1", n.digits[:1]} {
		round := n
		round.digits = first + strings.Repeat("0", len(n.digits)-1)
		if s.replaceNumber(at, round.String()) {
			return
		}
	}
}

func (s *shrinker) fewerDigits(at []int, n number, part func(*number) *string) number {
	all := *part(&n)
	bisect(0, len(all), func(k int) bool {
		m := n
		*part(&m) = all[:k]
		return s.replaceNumber(at, m.String())
	})
	return parseNumber(s.node(at).Text())
}

// lower finds the limit that a number has to pass, such as 2147483648. It gives up where only one number matters.
func (s *shrinker) lower(at []int) {
	n := parseNumber(s.node(at).Text())
	size, err := strconv.Atoi(n.digits)
	if n.fraction+n.exponent != "" || err != nil || size <= 1 {
		return
	}
	holds := func(k int) bool { return s.replaceNumber(at, n.sign+strconv.Itoa(k)) }
	if holds(size - 1) {
		bisect(1, size-1, holds)
	}
}

func (s *shrinker) replaceNumber(at []int, literal string) bool {
	return s.replace(numberSimpler, at, literal)
}
