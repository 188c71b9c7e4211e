package httptext

import (
	"bytes"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
)

// methods are those that editors know.
var methods = []string{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE"}

// bareHost is a target that lacks its scheme, which editors take for http.
var bareHost = pattern.Of(
	`^((localhost|[\w-]+(\.[\w-]+)+|\[[0-9a-fA-F:.]+\])(:[0-9]+)?|[\w.-]+:[0-9]+)(/|\?|$)`)

// cutProtocol takes "HTTP/1.1" off the end of a request line.
func cutProtocol(line string) (rest, protocol string) {
	line = strings.TrimRight(line, " \t\r\n")
	at := strings.LastIndexAny(line, " \t") + 1
	version, found := strings.CutPrefix(line[at:], "HTTP/")
	if at == 0 || !found || version == "" || strings.Trim(version, "0123456789.") != "" {
		return line, ""
	}
	return strings.TrimRight(line[:at], " \t"), line[at:]
}

func hasProtocol(line []byte) bool {
	_, protocol := cutProtocol(string(line))
	return protocol != ""
}

// IsRequestLine knows "POST /im?… HTTP/1.1", and what editors make of it: a whole URL, also without its scheme or as
// a variable, no protocol, and a method in small letters.
func IsRequestLine(line []byte) bool {
	end := bytes.IndexAny(line[:min(len(line), longestMethod+1)], " \t")
	if end < 0 {
		return false
	}
	method := string(line[:end])
	isKnown := slices.Contains(methods, strings.ToUpper(method))
	isNoLetter := func(c rune) bool { return c < 'A' || c > 'Z' }
	isPlain := len(method) >= 3 && strings.IndexFunc(method, isNoLetter) < 0
	if !isPlain && !isKnown || method == "HTTP" { // which begins what Hurl wants of an answer: "HTTP *"
		return false
	}
	rest, protocol := cutProtocol(string(line[end:]))
	target := unquoted(rest)
	switch {
	case isAbsolute(target):
		return true
	case strings.ContainsAny(target, " \t"):
		return false
	case strings.HasPrefix(target, "/"), target == "*":
		return isPlain || protocol != ""
	}
	return isKnown && bareHost().MatchString(target)
}

// unquoted is a target without blanks and quotes around it.
func unquoted(target string) string {
	target = strings.TrimSpace(target)
	if inner := strings.Trim(target, `"'`); isAbsolute(inner) {
		return inner
	}
	return target
}

// longestMethod is how long a method is at most.
const longestMethod = 10

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
	if len(line) > longestFirst {
		return false
	}
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
	return IsRequestLine(line) || isBareURL(line) || isSent(line) || isPseudo(line) ||
		isLogged(line) && line[0] == '-'
}

func isAnswer(line []byte) bool {
	return IsStatusLine(line) || isReceived(line) || isLogged(line) && line[0] == '<'
}

// Begins reports whether a text that begins like this is one of messages.
func Begins(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte(byteOrderMark))
	for rest := head; len(rest) > 0; {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		text := bytes.TrimSpace(line)
		switch {
		case isScript(text), isRequest(text), isAnswer(text), isTrace(text):
			return true
		case isPrinted(text):
			return showsMessage(rest) || knownInfo().Match(text)
		case isPrompt(text) && !bytes.Contains(text, []byte("curl")):
		case !isBlankOrComment(text):
			return tellsOfMessage(head)
		}
	}
	return false
}

// mostProse is how many lines of a text may tell of a message before it.
const mostProse = 40

var (
	fieldLine = pattern.Of(`^[A-Za-z][\w-]*: ?\S`)
	clock     = pattern.Of(`\d\d:\d\d:\d\d`)
)

// tellsOfMessage reports whether a raw request stands behind prose, for instance in the text of an issue. Lines of a
// log are no prose, and neither is a command.
func tellsOfMessage(head []byte) bool {
	isNext, n := false, 0
	for line := range bytes.Lines(head) {
		text := bytes.TrimSpace(line)
		switch n++; {
		case isNext:
			return fieldLine().Match(text) && !bytes.Contains(head, []byte("curl "))
		case n > mostProse, bytes.IndexByte(text, '{') >= 0, clock().Match(text):
			return false
		}
		isNext = IsRequestLine(text) && hasProtocol(text)
	}
	return false
}
