package httptext

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// head is what stands in front of a body.
type head struct {
	raw     []byte   // byte for byte, with the empty line
	lines   []string // without their ends, the first line and comments
	edited  bool     // more was left out than line ends
	printed byte     // the sign that a client puts before each line, > or <; 0 where there is none
	file    string   // that holds the body
}

// readHead takes the lines up to the empty one, which it takes too.
func (r *Reader) readHead(found *scan.Found, first []byte) (*head, error) {
	h := &head{raw: bytes.Clone(first)}
	h.edited = bytes.HasSuffix(first, []byte("\r\r\n")) || r.indent != ""
	if isSent(first) || isReceived(first) {
		h.printed = first[0]
	}
	for {
		if h.printed == 0 && r.atMessage() && !isPseudo(r.source.Peek(longestPseudo)) {
			return h.cut(), nil
		}
		line, begin, err := r.nextLine()
		if scan.Failed(err) {
			return nil, err
		}
		if err != nil {
			return h.cut(), nil
		}
		if h.printed != 0 && len(line) > 0 && line[0] != h.printed {
			if isPrinted(bytes.TrimSpace(line)) {
				continue
			}
			r.source.Unread(line, begin)
			return h.cut(), nil
		}
		switch text := bytes.TrimSpace(h.unquoted(line)); {
		case len(text) == 0:
			h.raw = append(h.raw, line...)
			return h, nil
		case text[0] == '{' && !bytes.HasPrefix(text, []byte("{{")):
			note(found, "line %d: an empty line is missing between the header and the body", begin.Line)
			r.source.Unread(line, begin)
			return h.cut(), nil
		case isScript(text), IsRequestLine(line):
			r.source.Unread(line, begin)
			return h.cut(), nil
		case isComment(text):
			h.edited = true
		case text[0] == '@' && bytes.IndexByte(text, ':') < 0:
			h.file, h.edited = string(text[1:]), true
		case bytes.IndexByte(text, ':') < 0 && !beginsWith(h.unquoted(line), " \t") && !section().Match(text):
			note(found, "line %d has no colon, so it is no header field, and is left out", begin.Line)
			h.edited = true
		case indentedField().Match(line):
			h.lines, h.edited = append(h.lines, string(text)), true
		default:
			h.raw = append(h.raw, line...)
			h.lines = append(h.lines, string(bytes.TrimRight(h.unquoted(line), "\r\n")))
		}
	}
}

// indentedField is a field that somebody has indented, and no line that goes on with the one before.
var indentedField = pattern.Of(`^[ \t]+[A-Za-z][\w-]*:`)

// cut ends a head that no empty line ends.
func (h *head) cut() *head {
	h.raw = append(h.raw, "\r\n"...)
	return h
}

// unquoted is a line without the sign of a client.
func (h *head) unquoted(line []byte) []byte {
	if h.printed == 0 {
		return line
	}
	return bytes.TrimPrefix(bytes.TrimPrefix(line, []byte{h.printed}), []byte(" "))
}

// requestLine is the first line of a request, taken apart.
type requestLine struct {
	method, target, proto string
	edited                bool // no client has sent it like this
}

// parseRequestLine reads what isRequest knows.
func parseRequestLine(text string) requestLine {
	var l requestLine
	text, l.proto = cutProtocol(text)
	if at := strings.IndexAny(text, " \t"); at >= 0 && !isAbsolute(text) {
		l.method, l.target = text[:at], unquoted(text[at:])
	} else {
		l.method, l.target = "GET", text
	}
	l.edited = l.proto == ""
	if l.edited && (isAbsolute(l.target) || !strings.HasPrefix(l.target, "/")) {
		l.method = strings.ToUpper(l.method)
	}
	if !isAbsolute(l.target) && !strings.HasPrefix(l.target, "/") && l.target != "*" {
		l.target, l.edited = "http://"+l.target, true
	}
	if l.proto == "" || strings.HasPrefix(l.proto, "HTTP/2") || strings.HasPrefix(l.proto, "HTTP/3") {
		l.proto, l.edited = capture.HTTP11, true
	}
	return l
}

// continued joins a request line with the lines after it that go on with its target, which is how editors break it.
func (r *Reader) continued(l *requestLine) error {
	for {
		next := r.peekLine()
		more := bytes.TrimSpace(next)
		isIndented := len(next) > 0 && (next[0] == ' ' || next[0] == '\t')
		if len(more) == 0 || more[0] != '?' && more[0] != '&' && !(isIndented && more[0] == '/') {
			return nil
		}
		line, _, err := r.nextLine()
		if err != nil {
			return err
		}
		text, protocol := cutProtocol(string(line))
		l.target, l.edited = l.target+strings.TrimSpace(text), true
		l.proto = cmp.Or(protocol, l.proto)
	}
}
