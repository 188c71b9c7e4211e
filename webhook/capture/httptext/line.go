package httptext

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// methods are those that editors know.
var methods = []string{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE"}

var (
	protocol = regexp.MustCompile(`\sHTTP/[0-9.]+\s*$`)
	// bareHost is a target that lacks its scheme, which editors take for http.
	bareHost = regexp.MustCompile(`^((localhost|[\w-]+(\.[\w-]+)+|\[[0-9a-fA-F:.]+\])(:[0-9]+)?|[\w.-]+:[0-9]+)(/|\?|$)`)
)

func hasProtocol(line []byte) bool { return protocol.Match(line) }

// IsRequestLine knows "POST /im?… HTTP/1.1", and what editors make of it: a whole URL, also without its scheme or as
// a variable, no protocol, and a method in small letters.
func IsRequestLine(line []byte) bool {
	if len(line) > longestFirst && !hasProtocol(line) {
		line = line[:longestFirst]
	}
	method, rest, found := strings.Cut(strings.TrimRight(string(line), " \t\r\n"), " ")
	target := strings.TrimSpace(protocol.ReplaceAllString(rest, ""))
	isKnown := slices.Contains(methods, strings.ToUpper(method))
	isNoLetter := func(c rune) bool { return c < 'A' || c > 'Z' }
	isPlain := len(method) >= 3 && len(method) <= 10 && strings.IndexFunc(method, isNoLetter) < 0
	switch {
	case !found || !isPlain && !isKnown:
		return false
	case isAbsolute(target):
		return true
	case strings.HasPrefix(target, "/"), target == "*":
		return !strings.ContainsAny(target, " \t") && (isPlain || hasProtocol(line))
	}
	return isKnown && bareHost.MatchString(target) && !strings.ContainsAny(target, " \t")
}

func isAbsolute(target string) bool {
	for _, begin := range []string{"http://", "https://", "{{"} {
		if strings.HasPrefix(target, begin) {
			return true
		}
	}
	return false
}

// isBareURL knows a line that is a URL and nothing else: editors send a GET.
func isBareURL(line []byte) bool {
	text := string(bytes.TrimSpace(line))
	return isAbsolute(text) && !strings.ContainsAny(text, " \t\"'<>")
}

// IsStatusLine knows "HTTP/1.1 200 OK".
func IsStatusLine(line []byte) bool {
	version, rest, found := bytes.Cut(bytes.TrimRight(line, " \t\r\n"), []byte(" "))
	status, _, _ := bytes.Cut(rest, []byte(" "))
	isNumber := len(status) == 3 && status[0] >= '1' && status[0] <= '9'
	return found && bytes.HasPrefix(version, []byte("HTTP/")) && isNumber
}

// isRequest and isAnswer know first lines also where a client prints them.
func isRequest(line []byte) bool {
	return IsRequestLine(line) || isBareURL(line) || isSent(line)
}

func isAnswer(line []byte) bool { return IsStatusLine(line) || isReceived(line) }

// Begins reports whether a text that begins like this is one of messages.
func Begins(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte(byteOrderMark))
	for rest := head; len(rest) > 0; {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		text := bytes.TrimSpace(line)
		switch {
		case isScript(text), isRequest(line), isAnswer(line), isTrace(line):
			return true
		case isPrinted(text):
			return showsMessage(rest) || knownInfo.Match(text)
		case !isBlankOrComment(text):
			return false
		}
	}
	return false
}
