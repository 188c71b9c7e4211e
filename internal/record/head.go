package record

import (
	"bytes"
	"strings"
)

// requestTarget is the text between the method and the protocol of a head that was read already.
func requestTarget(head []byte) string {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	_, rest, _ := bytes.Cut(line, []byte(" "))
	target, _, _ := bytes.Cut(rest, []byte(" "))
	return string(target)
}

// redirected is a head with another target and host, and every other byte as it came.
func redirected(head []byte, target, host string) []byte {
	line, rest, _ := bytes.Cut(head, []byte("\n"))
	method, _, _ := bytes.Cut(line, []byte(" "))
	out := make([]byte, 0, len(head)+len(target)+len(host))
	out = append(append(append(out, method...), ' '), target...)
	out = append(append(out, line[len(method)+1+len(requestTarget(head)):]...), '\n')
	replaced := false // the line before is a Host field, of which this one may be the rest
	for len(rest) > 0 {
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		if replaced && len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
			continue
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		if replaced = found && strings.EqualFold(string(name), "Host"); replaced {
			line = append(append(bytes.Clone(name), ':'), withHost(value, host)...)
		}
		out = append(append(out, line...), '\n')
	}
	return out
}

// withHost replaces the text of a field's value and leaves the space around it.
func withHost(value []byte, host string) []byte {
	text := bytes.Trim(value, " \t\r")
	if len(text) == 0 {
		return append([]byte(" "+host), bytes.TrimLeft(value, " \t")...)
	}
	at := bytes.Index(value, text)
	return append(append(bytes.Clone(value[:at]), host...), value[at+len(text):]...)
}
