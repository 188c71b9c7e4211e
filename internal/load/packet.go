package load

// The documented members of an answer that accepts, with the only values that need no further look.
const (
	statusMember = `"ActionStatus"`
	infoMember   = `"ErrorInfo"`
	codeMember   = `"ErrorCode"`
)

// accepts reports whether a body is the documented answer to a callback that was accepted, with its members in any
// order and any white space that JSON allows: nothing that any check finds fault with, whatever was asked. It reads
// each byte once and takes nothing else, not even another spelling of the same values.
func accepts(body []byte) bool {
	s := scanner{rest: body}
	s.blanks()
	if !s.take("{") {
		return false
	}
	seen := 0
	for {
		member := s.member()
		if member == 0 || seen&member != 0 {
			return false
		}
		seen |= member
		if !s.take(",") {
			break
		}
	}
	return seen == status|info|code && s.take("}") && len(s.rest) == 0
}

const (
	status = 1 << iota
	info
	code
)

type scanner struct{ rest []byte }

func (s *scanner) blanks() {
	for len(s.rest) > 0 && (s.rest[0] == ' ' || s.rest[0] == '\n' || s.rest[0] == '\r' || s.rest[0] == '\t') {
		s.rest = s.rest[1:]
	}
}

// take reads a token and the blanks behind it.
func (s *scanner) take(token string) bool {
	if len(s.rest) < len(token) || string(s.rest[:len(token)]) != token {
		return false
	}
	s.rest = s.rest[len(token):]
	s.blanks()
	return true
}

// member reads one of the three members; 0 stands for anything else.
func (s *scanner) member() int {
	switch {
	case s.take(statusMember):
		if s.take(":") && s.take(`"OK"`) {
			return status
		}
	case s.take(infoMember):
		if s.take(":") && s.take(`""`) {
			return info
		}
	case s.take(codeMember):
		if s.take(":") && s.take("0") {
			return code
		}
	}
	return 0
}
