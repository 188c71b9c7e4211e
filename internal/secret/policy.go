package secret

import (
	"bytes"
	"slices"
	"strings"
)

// Policy masks one request and what came of it. The zero value goes by names and places, and knows no values.
type Policy struct {
	Told     Names    // of what is masked beside what is [Named]
	KeepSign bool     // Sign is asked for
	Masked   []string // names of what was masked so far

	values  Patterns
	learned int // of values, those that are the request's own
	signs   []sign
}

// A request holds few secrets. A hostile one may hold more than that: the others are masked in their place and not
// looked for elsewhere.
const (
	mostValues = 40
	mostNames  = 100
)

// Learn looks for these values in every text, from eight bytes on.
func (p *Policy) Learn(values ...string) { p.learnFrom(shortestCredential, values) }

// shortestBehind is the length from which the value of a name is looked for. One that is told is meant to be found.
func shortestBehind(name string) int {
	if Named(name) {
		return shortestCredential
	}
	return shortest
}

func (p *Policy) learnFrom(length int, values []string) {
	for _, v := range values {
		if len(v) < length || p.learned >= mostValues {
			continue
		}
		if pattern, ok := AllSpellings(v); ok {
			p.values = append(p.values, pattern)
			p.learned++
		}
	}
}

// Hide looks for a value in every text, from six bytes on. It is for values that are known to be secret, such as a
// token.
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
			p.learnFrom(shortestBehind(at.name), at.values(text))
			continue
		}
		value, _, _ := strings.Cut(text[at.Start:at.Stop], " ") // of a request line
		p.learnSign(unescaped(value))
	}
}

func (p *Policy) learnSign(value string) {
	isKnown := func(s sign) bool { return s.text == value }
	if len(value) >= shortestSign && len(p.signs) < mostValues && !slices.ContainsFunc(p.signs, isKnown) {
		p.signs = append(p.signs, newSign(value))
	}
}

// LearnField learns the secrets of a header field.
func (p *Policy) LearnField(name, value string) {
	p.learnFrom(shortestBehind(name), p.Told.InField(name, value))
}

// LearnMembers learns what members of a packet hold whose names are told, and the signatures that a framework has
// merged into it.
func (p *Policy) LearnMembers(packet []byte) {
	p.learnFrom(shortest, p.Told.InMembers(packet))
	if p.KeepSign {
		return
	}
	for _, s := range appendNamedSigns(nil, packet) {
		p.learnSign(string(packet[s.Start:s.Stop]))
	}
}

// IsSecret reports whether a header field is there to hold a secret.
func (p *Policy) IsSecret(name string) bool { return p.Told.isSecret(name) }

// Spans finds the secrets in a text, in order and whole. Those that touch are one, so that they are masked once.
func (p *Policy) Spans(text []byte) []Span {
	found := p.appendSigns(p.Told.appendSpans(p.values.Spans(text), text), text)
	if len(p.signs) > 0 || !p.KeepSign {
		for _, v := range views(text) {
			for _, s := range p.appendSigns(nil, v.text) {
				found = append(found, v.place(s))
			}
		}
	}
	return Joined(Merged(found))
}

func (p *Policy) appendSigns(found []Span, text []byte) []Span {
	for _, sign := range p.signs {
		found = sign.appendSpans(found, text)
	}
	if !p.KeepSign {
		found = appendNamedSigns(found, text)
	}
	return found
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
func (p *Policy) Mask(text string) string {
	text = p.blanked(text)
	return Cover(text, p.SpansOf(text))
}

// Begun is the beginning of a longer text without what may be the beginning of a value at its end. Masking would not
// recognise it.
func (p *Policy) Begun(text []byte) []byte { return text[:len(text)-p.values.PartialSuffix(text)] }

func (p *Policy) blanked(text string) string {
	if len(p.Told) == 0 {
		return text
	}
	return string(p.Told.blanked([]byte(text)))
}

// Text is Mask for a text with a name, which is noted where something was masked.
func (p *Policy) Text(text, name string) string {
	masked := p.Mask(text)
	if masked != text {
		p.Note(name)
	}
	return masked
}

// Body puts a mask of the same length in the place of each secret, so that what was announced of a body stays true.
func (p *Policy) Body(body []byte, name string) []byte {
	blanked := p.Told.blanked(body)
	found := p.Spans(blanked)
	if len(found) == 0 && bytes.Equal(blanked, body) {
		return body
	}
	p.Note(name)
	return Overwrite(blanked, found)
}

// Field masks the value of a header field: all of it where it is there to hold a secret.
func (p *Policy) Field(name, value string) string {
	switch {
	case value == "" || value == Mask:
		return value
	case p.IsSecret(name):
		p.Note(name)
		return Mask
	case isTarget(value):
		if masked := p.Mask(coverPlaces(value, p.places(value))); masked != value {
			p.Note(name)
			return masked
		}
	}
	return p.Text(value, name)
}

// URL masks a URL, or a path with its query.
//
// A mask may complete what was no place of a secret before, as where a segment and a parameter overlap. So it is
// masked until it stays as it is.
func (p *Policy) URL(url, name string) string {
	for range 4 {
		masked := p.Text(p.cover(url, p.places(url), name), name)
		if masked == url {
			break
		}
		url = masked
	}
	return url
}

// Query masks a query, or what else may hold parameters.
func (p *Policy) Query(query, name string) string {
	return p.Text(p.cover(query, p.parameters(query), name), name)
}

func (p *Policy) cover(text string, found []place, name string) string {
	for _, f := range found {
		switch {
		case f.name == "":
			p.Note(name)
		case IsSign(f.name):
			p.Note("Sign")
		default:
			p.Note(f.name)
		}
	}
	return coverPlaces(text, found)
}

func coverPlaces(text string, found []place) string {
	var spans []Span
	for _, f := range found {
		spans = append(spans, f.Span)
	}
	return Cover(text, Joined(Merged(spans)))
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
