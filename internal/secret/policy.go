package secret

import (
	"slices"
	"strings"
)

// Policy masks one request and what came of it. The zero value goes by names and places, and knows no values.
type Policy struct {
	Fields   []string // names of header fields that hold secrets beside those that are [Named]
	KeepSign bool     // Sign is asked for
	Masked   []string // names of what was masked so far

	values  Patterns
	learned int // of values, those that are the request's own
	signs   []sign
}

// A request holds few secrets. A hostile one may hold more than that: the others are masked in their place and not looked
// for elsewhere.
const (
	mostValues = 40
	mostNames  = 100
)

// Learn looks for these values in every text, from eight bytes on.
func (p *Policy) Learn(values ...string) {
	for _, v := range values {
		if pattern, ok := AllSpellings(v); ok && len(v) >= shortestCredential && p.learned < mostValues {
			p.values = append(p.values, pattern)
			p.learned++
		}
	}
}

// Hide looks for a value in every text, from six bytes on. It is for values that are known to be secret, such as a token.
func (p *Policy) Hide(value string) {
	if pattern, ok := AllSpellings(value); ok {
		p.values = append(p.values, pattern)
	}
}

// LearnURL learns the secrets of a URL, or of a path with its query.
func (p *Policy) LearnURL(url string) { p.learn(url, p.places(url)) }

// LearnQuery learns the secrets of a query.
func (p *Policy) LearnQuery(query string) { p.learn(query, p.parameters(query)) }

func (p *Policy) learn(text string, found []place) {
	for _, at := range found {
		if !IsSign(at.name) {
			p.Learn(at.values(text)...)
			continue
		}
		value, _, _ := strings.Cut(text[at.Start:at.Stop], " ") // of a request line
		if value = unescaped(value); len(value) >= shortestSign && len(p.signs) < mostValues {
			p.signs = append(p.signs, newSign(value))
		}
	}
}

// LearnField learns the secrets of a header field.
func (p *Policy) LearnField(name, value string) {
	if p.IsSecret(name) {
		p.Learn(InField(name, value)...)
	}
}

// IsSecret reports whether a header field is there to hold a secret.
func (p *Policy) IsSecret(name string) bool {
	isName := func(other string) bool { return strings.EqualFold(strings.TrimSpace(name), other) }
	return Named(name) || slices.ContainsFunc(p.Fields, isName)
}

// Spans finds the secrets in a text, in order and whole. Those that touch are one, so that they are masked once.
func (p *Policy) Spans(text []byte) []Span {
	found := p.values.Spans(text)
	for _, sign := range p.signs {
		found = sign.appendSpans(found, text)
	}
	return Joined(Merged(found))
}

// SpansOf is Spans for a text that people read, in which any text behind "Sign=" is a secret as well.
func (p *Policy) SpansOf(text string) []Span {
	found := p.Spans([]byte(text))
	if p.KeepSign {
		return found
	}
	const name = "Sign="
	for at := 0; ; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return Merged(found)
		}
		start := at + i + len(name)
		at = start
		for at < len(text) && (isPlain(text[at]) || strings.IndexByte("-._~%+", text[at]) >= 0) {
			at++
		}
		if at > start && text[start:at] != Mask {
			found = append(found, Span{start, at})
		}
	}
}

// Mask masks what people read.
func (p *Policy) Mask(text string) string { return Cover(text, p.SpansOf(text)) }

// Text is Mask for a text with a name, which is noted where something was masked.
func (p *Policy) Text(text, name string) string {
	found := p.SpansOf(text)
	if len(found) > 0 {
		p.Note(name)
	}
	return Cover(text, found)
}

// Body puts a mask of the same length in the place of each secret, so that what was announced of a body stays true.
func (p *Policy) Body(body []byte, name string) []byte {
	found := p.Spans(body)
	if len(found) == 0 {
		return body
	}
	p.Note(name)
	return Overwrite(body, found)
}

// Field masks the value of a header field: all of it where it is there to hold a secret.
func (p *Policy) Field(name, value string) string {
	if !p.IsSecret(name) || value == "" || value == Mask {
		return p.Text(value, name)
	}
	p.Note(name)
	return Mask
}

// URL masks a URL, or a path with its query.
func (p *Policy) URL(url, name string) string { return p.Text(p.cover(url, p.places(url), name), name) }

// Query masks a query, or what else may hold parameters.
func (p *Policy) Query(query, name string) string {
	return p.Text(p.cover(query, p.parameters(query), name), name)
}

func (p *Policy) cover(text string, found []place, name string) string {
	var spans []Span
	for _, f := range found {
		spans = append(spans, f.Span)
		switch {
		case f.name == "":
			p.Note(name)
		case IsSign(f.name):
			p.Note("Sign")
		default:
			p.Note(f.name)
		}
	}
	return Cover(text, Merged(spans))
}

// Note remembers that what has this name was masked.
func (p *Policy) Note(name string) {
	if name == "" || len(p.Masked) >= mostNames {
		return
	}
	name = Cover(name, p.SpansOf(name))
	if !slices.ContainsFunc(p.Masked, func(other string) bool { return strings.EqualFold(other, name) }) {
		p.Masked = append(p.Masked, name)
	}
}
