package payloads

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads/jsontree"
)

// text judges a string. Only the first of its problems is reported.
func (v *validator) text(at jsontree.Path, x Value, t *Type, source string) {
	s := x.Text()
	switch {
	case t.Const != "" && s != t.Const, t.Prefix != "" && !strings.HasPrefix(s, t.Prefix):
		v.add(idValue, Must, at, x, fmt.Sprintf("got %s, want %s", describe(x), t), source)
	case t.MaxBytes > 0 && len(s) > t.MaxBytes:
		v.exceeds(t, at, x, fmt.Sprintf("is %d bytes long, want at most %d", len(s), t.MaxBytes), source)
	case len(s) < t.MinBytes:
		v.add(idBounds, Must, at, x, "is empty, want "+t.String(), source)
	case t.Enum != nil && !slices.Contains(t.Enum, s):
		v.unlisted(at, x, t, source)
	}
}

// unlisted reports a text that is none of the known ones. In other capitals it is a slip, otherwise it may be new.
func (v *validator) unlisted(at jsontree.Path, x Value, t *Type, source string) {
	i := slices.IndexFunc(t.Enum, func(known string) bool { return strings.EqualFold(known, x.Text()) })
	if i >= 0 {
		v.add(idSpelling, Should, at, x, fmt.Sprintf("got %s, want the spelling %s", describe(x), t.Enum[i]), source)
		return
	}
	message := fmt.Sprintf("got %s, which no page lists; known are %s", describe(x), strings.Join(t.Enum, ", "))
	if near := nearest.Names(x.Text(), t.Enum); len(near) > 0 {
		message = fmt.Sprintf("got %s, which no page lists; %s? known are %s", describe(x), near[0],
			strings.Join(t.Enum, ", "))
	}
	v.add(idUnlisted, May, at, x, message, source)
}

// number judges an integer. One that does not fit 64 bits is above or below all bounds.
func (v *validator) number(at jsontree.Path, x Value, t *Type, source string) {
	if !t.Integer {
		return
	}
	n, err := strconv.ParseInt(x.Text(), 10, 64)
	if err == nil && n >= t.Min && (t.Max == 0 || n <= t.Max) {
		return
	}
	message := fmt.Sprintf("got %s, want %s", describe(x), t)
	switch {
	case errors.Is(err, strconv.ErrSyntax): // a fraction or an exponent
		v.add(idType, Must, at, x, message, source)
	case n < t.Min:
		v.add(idBounds, Must, at, x, message, source)
	default:
		v.exceeds(t, at, x, message, source)
	}
}

// array judges the number of items and then each of them.
func (v *validator) array(at jsontree.Path, x Value, t *Type, source string) {
	switch n := x.Len(); {
	case n < t.MinItems:
		v.add(idBounds, Must, at, x, fmt.Sprintf("has %d entries, want at least %d", n, t.MinItems), source)
	case t.MaxItems > 0 && n > t.MaxItems:
		v.exceeds(t, at, x, fmt.Sprintf("has %d entries, want at most %d", n, t.MaxItems), source)
	}
	for i, item := range x.Members() {
		v.value(append(at, strconv.Itoa(i)), item.Value, t.Items, source)
	}
}

// The ids of problems that any field can have. A [Rule] has its own.
const (
	idJSON      = "packet-json"
	idDuplicate = "packet-duplicate-name"
	idMissing   = "packet-missing-field"
	idSample    = "packet-sample-field"
	idUnknown   = "packet-unknown-field"
	idType      = "packet-wrong-type"
	idValue     = "packet-wrong-value"
	idBounds    = "packet-out-of-bounds"
	idInferred  = "packet-inferred-bounds"
	idSpelling  = "packet-value-spelling"
	idUnlisted  = "packet-unlisted-value"
)

// ProblemKind is a requirement to every field of every callback, beside the [Rule]s of a callback. `lint` lists and
// explains both.
type ProblemKind struct {
	ID       string // that of the [Problem]; kebab-case, never renamed
	Doc      string // the requirement, in a sentence
	Level    Level
	Evidence Evidence
	Source   string // of the requirement; a problem names the page of its field
}

// ProblemKinds lists the requirements to every field.
func ProblemKinds() []ProblemKind {
	const tables = "field tables of the callbacks' pages"
	kind := func(id string, level Level, evidence Evidence, source, doc string) ProblemKind {
		return ProblemKind{ID: id, Doc: doc, Level: level, Evidence: evidence, Source: source}
	}
	return []ProblemKind{
		kind(idJSON, Must, Documented, jsonSource,
			"the request packet is one JSON object in UTF-8, without a byte order mark"),
		kind(idDuplicate, Should, Inferred, "readers differ on which one counts (RFC 8259, 4)",
			"no object of the request packet has the same name twice"),
		kind(idMissing, Must, Documented, tables, "every field that is always sent is there"),
		kind(idSample, May, Documented, "samples of the callbacks' pages, against their tables",
			"a field that only the page's sample has is there"),
		kind(idUnknown, May, Inferred, tables,
			"every field is documented; new ones appear over the years and backends ignore them"),
		kind(idType, Must, Documented, tables, "every field has the documented JSON type"),
		kind(idValue, Must, Documented, tables, "a field with one documented value or beginning has it"),
		kind(idBounds, Must, Documented, tables+", Use Limits (1047/34381)",
			"every value is within its documented range, length and number of entries"),
		kind(idInferred, Should, Inferred, "chatbots of an application (1047/55281), REST recall (1047/34965) and "+
			"send (1047/34959), Message Formats (1047/33527)",
			"every value is within the bounds that no page has for its field, and that follow from other pages"),
		kind(idSpelling, Should, Inferred, tables+"; another spelling was never seen",
			"a listed value has its capitals and small letters as listed"),
		kind(idUnlisted, May, Documented, tables,
			"a field with a list of values has one of them; the lists are open"),
	}
}
