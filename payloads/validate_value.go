package payloads

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
