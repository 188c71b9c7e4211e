package envelope

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook/capture/scan"
)

const (
	longestLook = 1 << 20
	deepestLook = 5
)

// shapeOf walks the beginning of a value, which may be cut. Of each array it takes the first item only.
func shapeOf(value []byte) shape {
	s := shape{}
	s.walk(scan.Decoder(value[:min(len(value), longestLook)]), "", 0)
	return s
}

// walk takes one value. It returns false where the text ends.
func (s shape) walk(dec *jsontext.Decoder, path string, depth int) bool {
	switch dec.PeekKind() {
	case '{', '[':
	case 0:
		return false
	default:
		tok, err := dec.ReadToken()
		if err == nil && path != "" && s[path] == "" {
			s[path] = short(tok)
		}
		return err == nil
	}
	if depth > deepestLook {
		return dec.SkipValue() == nil
	}
	open, err := dec.ReadToken()
	if err != nil {
		return false
	}
	if path != "" && s[path] == "" {
		s[path] = open.Kind().String()
	}
	for first := true; dec.PeekKind() != '}' && dec.PeekKind() != ']'; first = false {
		inside := path
		switch {
		case open.Kind() == '{':
			name, err := dec.ReadToken()
			if err != nil {
				return false
			}
			inside = strings.TrimPrefix(path+"."+name.String(), ".")
			s.note(inside)
		case !first:
			if dec.SkipValue() != nil {
				return false
			}
			continue
		}
		if !s.walk(dec, inside, depth+1) {
			return false
		}
	}
	_, err = dec.ReadToken()
	return err == nil
}

// note keeps that there is a member.
func (s shape) note(path string) {
	if _, ok := s[path]; !ok && path != "" && len(s) < 10_000 {
		s[path] = ""
	}
}

// short is the beginning of a text, enough to tell a format by.
func short(tok jsontext.Token) string {
	const most = 200
	text := tok.String()
	return text[:min(len(text), most)]
}

// holdsRequest reports whether some object has the members of a request.
func (s shape) holdsRequest() bool {
	of := map[string]map[role]bool{}
	for path := range s {
		i := strings.LastIndexByte(path, '.')
		parent, name := path[:max(i, 0)], path[i+1:]
		r, _ := roleOf(name)
		if of[parent] == nil {
			of[parent] = map[role]bool{}
		}
		of[parent][r] = true
		if name == command && parent != "" {
			of[parent][body] = true
			of[parent][address] = true
		}
	}
	for _, has := range of {
		if (has[address] || has[query] || has[header]) && (has[method] || has[body]) {
			return true
		}
	}
	return false
}
