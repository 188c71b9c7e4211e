package replay

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// Mapping puts one id or account in the place of another.
type Mapping struct{ Old, New string }

// ParseMapping reads OLD=NEW. The first = parts them, since ids of Chat hold none.
func ParseMapping(text string) (Mapping, error) {
	from, to, found := strings.Cut(text, "=")
	switch {
	case !found || from == "" || to == "":
		return Mapping{}, fmt.Errorf("got %q, want OLD=NEW", text)
	case from == to:
		return Mapping{}, fmt.Errorf("got %q, which changes nothing", text)
	}
	return Mapping{from, to}, nil
}

// Mapper applies mappings, all at once: an id that one has put in place is not changed by another.
type Mapper struct {
	mappings []Mapping // the longest Old first, so that a topic's id wins over that of its group
	given    []Mapping
}

// NewMapper refuses two mappings of one id.
func NewMapper(mappings []Mapping) (*Mapper, error) {
	m := &Mapper{mappings: slices.Clone(mappings), given: mappings}
	slices.SortStableFunc(m.mappings, func(a, b Mapping) int { return len(b.Old) - len(a.Old) })
	for i, one := range mappings {
		if slices.ContainsFunc(mappings[:i], func(other Mapping) bool { return other.Old == one.Old }) {
			return nil, errors.New("two mappings of " + one.Old + "; want one")
		}
	}
	return m, nil
}

// edit puts another text in the place of a piece.
type edit struct {
	start, end int
	text       string
	of         Mapping
}

func apply(text []byte, edits []edit) []byte {
	if len(edits) == 0 {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	at := 0
	for _, e := range edits {
		out = append(append(out, text[at:e.start]...), e.text...)
		at = e.end
	}
	return append(out, text[at:]...)
}

// Body maps a request packet and touches no other byte. An id counts in a string, where it is the whole string or a
// word of it, as in a mention or in JSON within the string. It counts as a number if the new id is a number too. Names
// of members stay. In a body that is no JSON, whole words count.
func (m *Mapper) Body(body []byte) []byte { return apply(body, m.bodyEdits(body)) }

func (m *Mapper) bodyEdits(body []byte) []edit {
	if m == nil || !m.mayHold(body) {
		return nil
	}
	tree, err := jsontree.ParseLoose(body)
	if err != nil {
		return m.words(string(body), nil, func(s string) string { return s })
	}
	return m.values(tree, body, nil)
}

// mayHold is quick. An id can be in a text as it is, or escaped.
func (m *Mapper) mayHold(body []byte) bool {
	if bytes.IndexByte(body, '\\') >= 0 {
		return true
	}
	return slices.ContainsFunc(m.mappings, func(one Mapping) bool { return bytes.Contains(body, []byte(one.Old)) })
}

func (m *Mapper) values(v jsontree.Value, body []byte, edits []edit) []edit {
	switch v.Kind() {
	case jsontree.KindObject, jsontree.KindArray:
		for _, member := range v.Members() {
			edits = m.values(member.Value, body, edits)
		}
	case jsontree.KindNumber:
		for _, one := range m.mappings {
			if v.Text() == one.Old && isNumber(one.New) {
				return append(edits, edit{v.Start(), v.End(), one.New, one})
			}
		}
	case jsontree.KindString:
		edits = append(edits, m.inString(string(body[v.Start():v.End()]), v.Start())...)
	}
	return edits
}

func isNumber(s string) bool {
	v, err := jsontree.Parse([]byte(s))
	return err == nil && v.Kind() == jsontree.KindNumber
}

// inString finds ids in a string literal, which begins at a place in the body.
func (m *Mapper) inString(literal string, at int) []edit {
	text, origin := unescaped(literal)
	edits := m.within(text)
	for i := range edits {
		edits[i].start, edits[i].end = at+origin(edits[i].start), at+origin(edits[i].end)
	}
	return edits
}

// within finds ids in the text of a string. JSON in it, such as an app puts into CloudCustomData, stays JSON.
func (m *Mapper) within(text string) []edit {
	if begin := strings.TrimLeft(text, " \t\r\n"); strings.HasPrefix(begin, "{") || strings.HasPrefix(begin, "[") {
		if tree, err := jsontree.Parse([]byte(text)); err == nil {
			edits := m.values(tree, []byte(text), nil)
			for i := range edits {
				edits[i].text = quote(edits[i].text)
			}
			return edits
		}
	}
	return m.words(text, m.mappingOf(text), quote)
}

// mappingOf is the mapping of a text that is an id and nothing else.
func (m *Mapper) mappingOf(text string) *Mapping {
	for i := range m.mappings {
		if m.mappings[i].Old == text {
			return &m.mappings[i]
		}
	}
	return nil
}

// words finds the ids that stand in a text as words of their own; whole takes the text as a whole.
func (m *Mapper) words(text string, whole *Mapping, spell func(string) string) []edit {
	if whole != nil {
		return []edit{{0, len(text), spell(whole.New), *whole}}
	}
	var edits []edit
	found := make([]int, len(m.mappings)) // where each stands next; looking for it at each step would take long
	for i, one := range m.mappings {
		found[i] = indexWord(text, one.Old, 0)
	}
	for at := 0; at < len(text); {
		next := edit{start: -1}
		for i, one := range m.mappings { // of those that begin at one place the longest, which comes first
			if found[i] >= 0 && found[i] < at {
				found[i] = indexWord(text, one.Old, at)
			}
			if at := found[i]; at >= 0 && (next.start < 0 || at < next.start) {
				next = edit{at, at + len(one.Old), "", one}
			}
		}
		if next.start < 0 {
			break
		}
		next.text = spell(next.of.New)
		edits = append(edits, next)
		at = next.end
	}
	return edits
}

// Query maps the values of a query that are an id and nothing else. used are the mappings that had a place.
func (m *Mapper) Query(params []webhook.Param) (changed []webhook.Param, used []Mapping) {
	if m == nil {
		return params, nil
	}
	changed = slices.Clone(params)
	for i, p := range changed {
		one := m.mappingOf(p.Value)
		if one == nil || p.Value == "" {
			continue
		}
		name, _, _ := strings.Cut(p.Raw, "=")
		changed[i].Value, changed[i].Raw = one.New, name+"="+strings.ReplaceAll(url.QueryEscape(one.New), "+", "%20")
		used = append(used, *one)
	}
	return changed, used
}
