package judge

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/jsontree"
)

// keepsTheRest compares members that change the message with those of the request.
func (t *Trial) keepsTheRest() {
	if !t.withZero() {
		return
	}
	request := t.request
	for _, m := range t.rewritten() {
		was, is, path := damage(request.Get(m.Name), m.Value, jsontree.Path{m.Name})
		if is.IsAbsent() {
			continue
		}
		f := at(is.Start(), is.End(), t.describe(is), t.describe(was)+", as it was sent")
		f.Path = t.pointer(path.Pointer())
		t.Report(f)
		return
	}
}

// damage finds the first value that differs from the one in its place as copying damages values, and not as somebody
// changes them; is is absent where there is none.
func damage(sent, back jsontree.Value, at jsontree.Path) (was, is jsontree.Value, path jsontree.Path) {
	switch {
	case sent.Kind() != back.Kind():
		return was, is, nil
	case sent.Kind() == jsontree.KindNumber && isRounded(sent, back),
		sent.Kind() == jsontree.KindString && isMangled(sent.Text(), back.Text()):
		return sent, back, at
	}
	for i, m := range back.Members() {
		name, other := m.Name, sent.Get(m.Name)
		if back.Kind() == jsontree.KindArray {
			name, other = fmt.Sprint(i), sent.Item(i)
		}
		if was, is, path = damage(other, m.Value, append(at[:len(at):len(at)], name)); !is.IsAbsent() {
			return was, is, path
		}
	}
	return was, jsontree.Absent(), nil
}

// isRounded is true of integers that are one and the same float64.
func isRounded(sent, back jsontree.Value) bool {
	a, isInteger := sent.Int64()
	b, stays := back.Int64()
	return isInteger && stays && a != b && float64(a) == float64(b)
}

// isMangled is true of a text that differs in characters alone which a charset lacked, or in escapes of HTML.
func isMangled(sent, back string) bool {
	if sent == back || sent == "" {
		return false
	}
	if back == html.EscapeString(sent) {
		return true
	}
	for back != "" {
		was, size := utf8.DecodeRuneInString(sent)
		is, width := utf8.DecodeRuneInString(back)
		switch {
		case was == is && size == width:
			sent, back = sent[size:], back[width:]
			continue
		case is != utf8.RuneError && (is != '?' || was < utf8.RuneSelf), sent == "":
			return false
		}
		lost := is
		for ; is == lost && back != ""; is, width = utf8.DecodeRuneInString(back) {
			back = back[width:] // one character leaves as many marks as it had bytes
		}
		sent = strings.TrimLeftFunc(sent[size:], func(r rune) bool { return r >= utf8.RuneSelf })
	}
	return sent == ""
}
