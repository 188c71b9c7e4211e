package cause

import (
	"bytes"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/payloads/jsontree"
)

// formRows are answers in a wrong form, by what the body shows.
func formRows() []row {
	return slices.Concat(bodyRows(), notationRows(), syntaxRows(), fieldRows())
}

func body(s Shown) []byte {
	if s.Exchange == nil {
		return nil
	}
	return bytes.TrimLeft(s.Exchange.Body, " \t\r\n")
}

// starts is for bodies that begin so; with valid, for those that are one JSON value as well.
func starts(with string, valid ...int) func(Shown, *Run) bool {
	return func(s Shown, _ *Run) bool {
		if !bytes.HasPrefix(body(s), []byte(with)) {
			return false
		}
		if len(valid) == 0 {
			return true
		}
		_, err := jsontree.Parse(body(s))
		return err == nil
	}
}

func blank(s Shown) bool { return len(body(s)) == 0 }

// isWord is for a body of one short word or number.
func isWord(s Shown) bool {
	text := string(bytes.TrimSpace(body(s)))
	return len(text) <= 20 && text != "" && !strings.ContainsAny(text, "{}[]<>:,")
}

// trails is for a body with a value and more behind it.
func trails(s Shown) bool {
	v, err := jsontree.ParseLoose(body(s))
	return v.Kind() == jsontree.KindObject && (err != nil || len(bytes.TrimSpace(body(s)[v.End():])) > 0)
}

// looksAlike is for a finding that names a look-alike.
func looksAlike(s Shown, _ *Run) bool { return strings.Contains(s.Finding.Got, "only looks like") }

// markedWord is for a byte order mark with something else than an object behind it.
func markedWord(s Shown, _ *Run) bool {
	rest, marked := bytes.CutPrefix(body(s), []byte("\xEF\xBB\xBF"))
	return marked && !bytes.HasPrefix(bytes.TrimSpace(rest), []byte("{"))
}

var ( //nolint:gochecknoglobals // compiled once
	form = pattern.Of(`^[\w.]+=[^<{]*(&[\w.]+=[^<{]*)+$`)
	yaml = pattern.Of(`^[A-Za-z]\w*: ?[^\n]*\n[A-Za-z]\w*:`)
)

var jsonp = pattern.Of(`^[A-Za-z_$][\w$.]*\s*\(\s*\{`) //nolint:gochecknoglobals // compiled once

// hasComma is for JSON but for a comma before a closing bracket.
func hasComma(s Shown, _ *Run) bool {
	_, err := jsontree.Parse(commas().ReplaceAll(body(s), []byte("$1")))
	return commas().Match(body(s)) && err == nil
}

var bareName = pattern.Of(`^\{\s*[A-Za-z_]+\s*:`) //nolint:gochecknoglobals // compiled once

// nameIn is what the text quotes first.
func nameIn(text string) string {
	_, rest, _ := strings.Cut(text, `"`)
	name, _, _ := strings.Cut(rest, `"`)
	return name
}

func lacks(field string) func(Shown, *Run) bool {
	return func(s Shown, _ *Run) bool {
		packet, err := jsontree.ParseLoose(body(s))
		return err == nil && packet.Get(field).IsAbsent()
	}
}
