// Package logtext finds callbacks in the lines of logs: behind a prefix, in members of a line in JSON, escaped once or
// more, over several lines, or as the query in an access log.
//
// A packet is taken byte for byte as the log spells it, with escapes undone. Where the log holds no JSON, for instance
// a dict of Python, or where its backslashes can be read in two ways, it is refused with the reason.
package logtext

import (
	"bytes"

	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// command is in every packet and in every query, however these are escaped.
const command = "CallbackCommand"

// mentions are the name of the command, also as a program spells it that has read the packet into an object of its own.
var mentions = [...]string{"allbackCommand", "callback_command", inBase64}

// lastMention is where the last of them begins; -1: there is none.
func lastMention(text []byte) int {
	last := -1
	for _, m := range mentions {
		last = max(last, bytes.LastIndex(text, []byte(m)))
	}
	return last
}

func isMentioned(text []byte) bool {
	for _, m := range mentions {
		if bytes.Contains(text, []byte(m)) {
			return true
		}
	}
	return false
}

// mostTried bounds how many lines are tried until one shows that a text is a log.
const mostTried = 20

// IsLog reports whether a text, of which head is the beginning, is a log with a callback in it. It is false of JSON
// that is a packet or holds packets in an array, of JSON with comments, and of the formats that [envelope.Name] knows,
// but for [envelope.Generic] with more lines behind it.
func IsLog(head []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if !isMentioned(text) || isPlainJSON(text) {
		return false
	}
	tried := 0
	var r Reader
	for line := range bytes.Lines(text) {
		if len(r.Line(bytes.TrimRight(line, "\r\n"), 1)) > 0 {
			return true
		}
		if isMentioned(line) {
			tried++
		}
		if tried > mostTried {
			return false
		}
	}
	return len(r.End()) > 0
}

// isPlainJSON reports whether a text begins as JSON, and not as a line of a log in JSON.
func isPlainJSON(text []byte) bool {
	next := bytes.TrimLeft(text[1:], " \t\r\n")
	switch text[0] {
	case '/':
		return isCommentedJSON(text)
	case '[':
		return len(next) > 0 && bytes.IndexByte([]byte(`{["]/`), next[0]) >= 0
	case '{':
		if len(next) == 0 || next[0] != '"' && next[0] != '/' {
			return false
		}
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		value, ok := firstValue(line)
		if !ok || envelope.IsPacket(value) {
			return true
		}
		name := envelope.Name(value)
		isOneLine := len(bytes.TrimSpace(rest)) == 0
		return name != "" && name != envelope.Around && (name != envelope.Generic || isOneLine)
	}
	return false
}

// isCommentedJSON reports whether nothing but comments is in front of JSON. A script, for instance of k6, is none.
func isCommentedJSON(text []byte) bool {
	for bytes.HasPrefix(text, []byte("//")) {
		_, text, _ = bytes.Cut(text, []byte("\n"))
		text = bytes.TrimLeft(text, " \t\r\n")
	}
	return len(text) == 0 || bytes.HasPrefix(text, []byte("/*")) || text[0] == '{' || text[0] == '['
}

// Read gives what one line holds.
func Read(line []byte, number int) []scan.Found {
	var r Reader
	return append(r.Line(line, number), r.End()...)
}
