package secret

import (
	"bytes"
	"strings"
)

// What a message has in front of what it quotes of a member or a parameter, and behind it.
const (
	got  = "got "
	want = ", want "
)

// messageValue is what a finding quotes of the member or the parameter whose name ends at stop: behind "got", and up to
// what is wanted instead, or in quotes behind the name. The name may be a step within a path.
func messageValue(text []byte, stop int) (from, to int) {
	if bytes.HasPrefix(text[stop:], []byte(` "`)) {
		from = stop + len(` "`)
		to, _ = reader{text: text}.stringEnd(from)
		return from, to
	}
	const longestPath, colon = 200, ": "
	i := bytes.Index(text[stop:min(len(text), stop+longestPath)], []byte(colon))
	if i < 0 || i > 0 && strings.IndexByte("/.[]", text[stop]) < 0 || bytes.ContainsAny(text[stop:stop+i], " \n\"") {
		return 0, 0
	}
	from = stop + i + len(colon)
	for _, word := range []string{got, "was ", "new ", "gone, was "} { // of findings, and of differences
		if bytes.HasPrefix(text[from:], []byte(word)) {
			from += len(word)
			return from, wantedAt(text, from, indexAny(text, from, "\r\n"))
		}
	}
	return 0, 0
}

// wantedAt is where a message goes on to what is wanted.
func wantedAt(text []byte, from, to int) int {
	if end := bytes.LastIndex(text[from:to], []byte(want)); end >= 0 {
		return from + end
	}
	return to
}

// Quoted masks what a message of a finding quotes.
func Quoted(message string) string {
	text := []byte(message)
	if i := bytes.Index(text, []byte(got)); i >= 0 {
		return Cover(message, []Span{{i + len(got), wantedAt(text, i+len(got), len(text))}})
	}
	var found []Span
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], '"')
		if i < 0 {
			return Cover(message, found)
		}
		stop, next := reader{text: text}.stringEnd(at + i + 1)
		if at+i+1 < stop {
			found = append(found, Span{at + i + 1, stop})
		}
		at = min(next+1, len(text))
		if next < len(text) && text[stop] == '"' {
			at = next
		}
	}
}

// Note masks, in a line for people, what the URLs in it hold as secrets: passwords, and parameters with the names of
// secrets, and in quotes what looks like a key. What is quoted in such a line is nobody's request, and no policy knows
// it.
func Note(text string) string {
	var found []Span
	for at := 0; ; {
		i := strings.Index(text[at:], "://")
		if i < 0 {
			break
		}
		start := at + i
		stop := indexAny([]byte(text), start, " \t\r\n\"'<>")
		for _, p := range new(Policy).places(text[start:stop]) {
			found = append(found, Span{start + p.Start, start + p.Stop})
		}
		at = stop
	}
	start, inQuotes := 0, false
	for part := range strings.SplitSeq(text, `"`) {
		if inQuotes {
			for _, s := range keysIn(part) {
				found = append(found, Span{start + s.Start, start + s.Stop})
			}
		}
		start, inQuotes = start+len(part)+1, !inQuotes
	}
	return Cover(text, Merged(found))
}
