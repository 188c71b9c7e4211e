package judge

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// The documented fields of a response packet.
const (
	actionStatus = "ActionStatus"
	errorCode    = "ErrorCode"
	errorInfo    = "ErrorInfo"
)

func documentedFields() [3]string { return [...]string{actionStatus, errorCode, errorInfo} }

// reading is a body read once for all checks.
type reading struct {
	packet   jsontree.Value
	problems []Finding // of resp-json
	misspelt []Finding // of resp-case
	wrapped  *wrapped  // where the packet is when it is not the root
	blamed   []string  // fields that have a finding already, so that no later check blames them
}

const wantObject = "one JSON object"

// read decodes a body. A problem that leaves no object to judge leaves the packet absent.
func (t *Trial) read(body []byte) reading {
	if t.isCoded() {
		return reading{} // which has a check of its own
	}
	if f, bad := t.misencoded(body); bad {
		return reading{problems: []Finding{f}}
	}
	v, err := jsontree.Parse(body)
	if v.IsAbsent() {
		return t.readFaulty(body, err)
	}
	if f, trails := t.trailing(body, v.End()); trails {
		return reading{problems: []Finding{f}}
	}
	if w := unwrap(v); w != nil {
		return reading{wrapped: w}
	}
	if v.Kind() != jsontree.KindObject {
		return reading{problems: []Finding{at(v.Start(), v.End(), t.describe(v), "a JSON object")}}
	}
	return t.inspect(reading{packet: v})
}

// trailing looks for what follows the end of the value.
func (t *Trial) trailing(body []byte, end int) (Finding, bool) {
	const blanks = " \t\r\n"
	rest := bytes.TrimLeft(body[end:], blanks)
	start := len(body) - len(rest)
	rest = bytes.TrimRight(rest, blanks)
	got := fmt.Sprintf("%d bytes after the end of the value: %s", len(rest), t.quote(string(rest)))
	return at(start, start+len(rest), got, wantObject+" and nothing after it"), len(rest) > 0
}

// misencoded looks for bytes that are not plain UTF-8. A JSON reader would only report them as a strange character.
func (t *Trial) misencoded(body []byte) (Finding, bool) {
	const want = "UTF-8 without a byte order mark"
	switch {
	case len(body) == 0:
		return whole("an empty body", "a JSON object"), true
	case len(bytes.TrimSpace(body)) == 0:
		return whole(fmt.Sprintf("%d bytes of white space", len(body)), "a JSON object"), true
	case bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")):
		return at(0, 3, "a UTF-8 byte order mark (EF BB BF) before the JSON", want), true
	case bytes.HasPrefix(body, []byte("\xFF\xFE")), bytes.HasPrefix(body, []byte("\xFE\xFF")):
		return at(0, 2, "a UTF-16 byte order mark", want), true
	case len(body) > 1 && (body[0] == 0) != (body[1] == 0):
		return at(0, 2, "a NUL byte beside every character, as UTF-16 has", want), true
	}
	if i := invalidUTF8(body); i >= 0 {
		got := fmt.Sprintf("the byte %02X, which is not UTF-8 here", body[i])
		if coding := t.Exchange.Get("Content-Encoding"); coding != "" {
			got += ", under Content-Encoding " + t.quote(coding)
		}
		return at(i, i+1, got, want), true
	}
	return Finding{}, false
}

func invalidUTF8(body []byte) int {
	for i := 0; i < len(body); {
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// readFaulty reads a body that is not JSON, or whose only fault is an escaped half of a surrogate pair: the grammar of
// JSON allows that, and many readers refuse it.
func (t *Trial) readFaulty(body []byte, err error) reading {
	f := t.syntax(body, err)
	loose, _ := jsontree.ParseLoose(body)
	if _, trails := t.trailing(body, loose.End()); trails || loose.Kind() != jsontree.KindObject {
		return reading{problems: []Finding{f}}
	}
	f.Got, f.Want = "an escaped half of a surrogate pair", "escapes that make whole characters"
	return t.inspect(reading{packet: loose, problems: []Finding{f.atMost(payloads.Should)}})
}

func (t *Trial) syntax(body []byte, err error) Finding {
	var bad *jsontree.SyntaxError
	if !errors.As(err, &bad) {
		return whole(t.quote(string(body)), wantObject)
	}
	got := fmt.Sprintf("%s (%s)", t.quote(string(body)), t.plain(bad.Problem))
	if alike := misread(body, bad.Offset); alike != "" {
		got = alike // the body is shown beside it
	}
	if bad.Offset >= len(body) {
		return at(len(body), len(body), got, wantObject)
	}
	f := at(bad.Offset, bad.Offset+1, got, wantObject)
	f.Path = t.pointer(bad.Pointer)
	return f
}

// inspect looks for documented fields that are there twice or under another spelling.
func (t *Trial) inspect(r reading) reading {
	for _, name := range documentedFields() {
		copies := membersLike(r.packet, func(member string) bool { return member == name })
		if len(copies) > 1 {
			r = t.repeated(r, name, copies)
			continue
		}
		folded := fold(name)
		alike := membersLike(r.packet, func(member string) bool { return fold(member) == folded })
		if len(copies) == 0 && len(alike) > 0 {
			m := alike[0]
			got := "the name " + t.quote(m.Name)
			if alike := lookalikes(m.Name); alike != "" {
				got += " with " + alike
			}
			f := at(m.Offset(), nameEnd(m), got, fmt.Sprintf("%q", name))
			f.Path = t.pointer(jsontree.Path{m.Name}.Pointer())
			r.misspelt = append(r.misspelt, f)
			r.blamed = append(r.blamed, name)
		}
	}
	return r
}

// repeated judges copies of one field: readers differ in which one they take.
func (t *Trial) repeated(r reading, name string, copies []jsontree.Member) reading {
	first, second := copies[0], copies[1]
	for _, m := range copies[1:] {
		if m.Value.JSON() != first.Value.JSON() {
			got := fmt.Sprintf("%s after %s", t.describe(m.Value), t.describe(first.Value))
			f := at(m.Offset(), m.Value.End(), got, "the field once")
			r.problems = append(r.problems, f.in(name))
			r.blamed = append(r.blamed, name)
			return r
		}
	}
	f := at(second.Offset(), second.Value.End(), fmt.Sprintf("the same value %d times", len(copies)), "the field once")
	r.problems = append(r.problems, f.in(name).atMost(payloads.Should))
	return r
}

func membersLike(object jsontree.Value, like func(string) bool) []jsontree.Member {
	var list []jsontree.Member
	for _, m := range object.Members() {
		if like(m.Name) {
			list = append(list, m)
		}
	}
	return list
}

// nameEnd is the offset behind the closing quote of a member's name, where the name is written without escapes.
func nameEnd(m jsontree.Member) int {
	return min(m.Offset()+len(m.Name)+2, m.Value.Start())
}

// fold takes out of a field name what misspellings differ in: letter case, underscores, hyphens, blanks, points, and
// letters of other alphabets that look alike.
func fold(name string) string {
	const longest = 64 // a longer one is misspelt into no documented name
	if len(name) > longest {
		return name
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("_- .", r) {
			return -1
		}
		return r
	}, strings.ToLower(plainOf(name)))
}
