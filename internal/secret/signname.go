package secret

import "bytes"

// appendNamedSigns finds signatures behind their name wherever it stands: a framework may merge the query with the
// packet, and a log shows it as JSON, or as PHP, Ruby or Python print a table.
func appendNamedSigns(found []Span, text []byte) []Span {
	for _, name := range []string{"Sign", "sign", "SIGN"} {
		for at := 0; ; {
			i := bytes.Index(text[at:], []byte(name))
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(name)
			if start > 0 && isPlain(text[start-1]) {
				continue
			}
			if s := signBehind(text, at); s.Start < s.Stop {
				found = append(found, s)
			}
		}
	}
	return found
}

// signBehind is the signature that a name is followed by, if there is one; var_dump puts its type in front.
func signBehind(text []byte, at int) Span {
	const farthest = 24
	from := at
	for from < len(text) && from-at < farthest && (!isPlain(text[from]) || isPrefix(text[from:])) {
		from++
	}
	if rest, isDump := bytes.CutPrefix(text[from:], []byte("string(")); isDump && from > at {
		for from = len(text) - len(rest); from < len(text) && from-at < farthest; from++ {
			if !isDigit(text[from]) && isPlain(text[from]) || text[from] == '"' {
				from++
				break
			}
		}
	}
	stop := from
	for stop < len(text) && isHex(text[stop]) {
		stop++
	}
	if from == at || stop-from < shortestSign || stop < len(text) && isPlain(text[stop]) {
		return Span{}
	}
	return Span{from, stop}
}

// isPrefix reports whether a text begins with the b of Python's b'…'.
func isPrefix(text []byte) bool {
	return len(text) > 1 && (text[0] == 'b' || text[0] == 'u') && (text[1] == '\'' || text[1] == '"')
}

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
