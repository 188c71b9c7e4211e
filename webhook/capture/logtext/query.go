package logtext

import (
	"bytes"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/payloads"
)

// sent is what a line tells about a request beside its packet.
type sent struct {
	method, url, query string
	undone             bool // escapes of the query were
}

// escapes are spellings of characters of a URL in logs, and what they stand for.
var escapes = pattern.Of(`\\+u0026|&amp;|\\x26|\\+u003[dD]|\\+u003[fF]|\\+/`)

func unescaped(escape string) string {
	switch strings.ToLower(strings.TrimLeft(escape, `\`)) {
	case "u003d":
		return "="
	case "u003f":
		return "?"
	case "/":
		return "/"
	}
	return "&"
}

// mostQueries bounds how many queries of a line are looked at.
const mostQueries = 100

// queriesIn finds the queries of callbacks in a line.
func queriesIn(line []byte) []sent {
	if !bytes.Contains(line, []byte(command+"=")) {
		return nil
	}
	text := string(line)
	undone := escapes().ReplaceAllStringFunc(text, unescaped)
	var list []sent
	for at := 0; len(list) < mostQueries; at += len(command) {
		next := strings.Index(undone[at:], command+"=")
		if next < 0 {
			break
		}
		at += next
		if s := sentAround(undone, at); s.query != "" {
			s.undone = len(undone) != len(text)
			list = append(list, s)
		}
	}
	return list
}

// queryOf is the query of the given command, or else the first; ok is whether there is one.
func queryOf(list []sent, callback string) (s sent, ok bool) {
	for _, s := range list {
		if strings.Contains(s.query, command+"="+callback) {
			return s, true
		}
	}
	if len(list) == 0 {
		return s, false
	}
	return list[0], true
}

// ends are the bytes at which a URL ends in a log.
const ends = " \t\r\n\"'<>{}|`\\"

// sentAround is the request whose query holds the parameter at a place.
func sentAround(line string, at int) sent {
	from := strings.LastIndexAny(line[:at], ends) + 1
	to := len(line)
	if i := strings.IndexAny(line[at:], ends); i >= 0 {
		to = at + i
	}
	token := strings.TrimRight(line[from:to], ",;.)]")
	target, query, isURL := strings.Cut(token, "?")
	if !isURL {
		target, query = "", token
		if first, rest, ok := strings.Cut(query, "="); ok && !isParameter(first) {
			if before, _, _ := strings.Cut(rest, "&"); strings.Contains(before, "=") {
				query = rest // args=SdkAppid=1&…
			}
		}
	}
	if !isURL && !strings.Contains(query, "&") { // it may be a map of Java
		return sent{}
	}
	words := strings.Fields(line[:from])
	if !isURL && len(words) > 0 && strings.HasPrefix(words[len(words)-1], "/") { // IIS has the path and the query apart
		target, words = words[len(words)-1], words[:len(words)-1]
	}
	s := sent{url: urlFrom(target), query: query}
	if len(words) > 0 {
		s.method = methodIn(words[len(words)-1])
	}
	return s
}

func isParameter(name string) bool {
	return name == command || slices.Contains(payloads.QueryNames(), name)
}

// urlFrom is the URL at the end of a text that may begin with a name: url=https://im.example.com/im.
func urlFrom(text string) string {
	for _, scheme := range [...]string{"https://", "http://"} {
		if i := strings.LastIndex(text, scheme); i >= 0 {
			return text[i:]
		}
	}
	i := strings.IndexByte(text, '/')
	if i < 0 {
		return ""
	}
	return "http://" + text[i:]
}

// methodIn is the method that a word ends with: "POST, method=POST.
func methodIn(word string) string {
	for _, m := range [...]string{"POST", "GET", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH"} {
		rest, ok := strings.CutSuffix(word, m)
		if ok && (rest == "" || strings.ContainsAny(rest[len(rest)-1:], `"'=[(:`)) {
			return m
		}
	}
	return ""
}
