package capture

import (
	"slices"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/payloads/jsontree"
)

// PlacesInLine finds the place of a byte of a body in a line of a capture: of the character or the escape that it is
// in. A body in base64 has only the place of its text. The line is read once, when the first place is asked for. It may
// be used concurrently.
func PlacesInLine(line []byte, number int) func(answer bool, offset int) Place {
	bodies := sync.OnceValue(func() [2]spelling { return spellings(string(line)) })
	return func(answer bool, offset int) Place {
		i := 0
		if answer {
			i = 1
		}
		return Place{number, bodies()[i].column(offset)}
	}
}

// spelling is how a line spells a body.
type spelling struct {
	begin, end int // offsets in the line; of a body that is not spelt byte for byte they are one
	// escapes are those before which, and after each of which, the bytes of the body stand as they are.
	escapes []escape
}

type escape struct {
	at     int // offset in the line
	spelt  int // bytes in the line
	offset int // in the body, of what it means
	meant  int // bytes in the body
}

// spellings are those of request and answer in a line that was read.
func spellings(line string) (both [2]spelling) {
	whole, err := jsontree.Parse([]byte(line))
	if err != nil {
		return both
	}
	for i, name := range [...]string{"request", "answer"} {
		message := whole.Get(name)
		if v := message.Get("bodyBase64"); !v.IsAbsent() {
			both[i] = spelling{begin: v.Start() + 1, end: v.Start() + 1}
		} else if v := message.Get("body"); !v.IsAbsent() {
			both[i] = spelling{begin: v.Start() + 1, end: v.End() - 1} // within the quotes
			both[i].readEscapes(line)
		}
	}
	return both
}

func (s *spelling) readEscapes(line string) {
	before := 0 // by how many bytes the escapes so far are longer than what they mean
	for at := s.begin; at < s.end; {
		n := strings.IndexByte(line[at:s.end], '\\')
		if n < 0 {
			return
		}
		at += n
		spelt := escapeLength(line[at:s.end])
		text, _ := jsontext.AppendUnquote([]byte(nil), `"`+line[at:at+spelt]+`"`) // it was read before
		s.escapes = append(s.escapes, escape{at, spelt, at - s.begin - before, len(text)})
		before += spelt - len(text)
		at += spelt
	}
}

// column is that of a byte of the body, from 1.
func (s spelling) column(offset int) int {
	n, _ := slices.BinarySearchFunc(s.escapes, offset, func(e escape, offset int) int {
		if e.offset <= offset {
			return -1
		}
		return 1
	})
	if n == 0 {
		return min(s.begin+offset, s.end) + 1
	}
	last := s.escapes[n-1]
	if offset < last.offset+last.meant {
		return last.at + 1
	}
	return min(last.at+last.spelt+offset-last.offset-last.meant, s.end) + 1
}

// escapeLength is the length of the escape that s begins with. A pair of surrogates is one.
func escapeLength(s string) int {
	switch {
	case s[1] != 'u':
		return 2
	case strings.Contains("dD", s[2:3]) && strings.Contains("89abAB", s[3:4]):
		return 12
	}
	return 6
}

// Place is a place in an input.
type Place struct {
	Line   int // from 1
	Column int // from 1, in bytes
}
