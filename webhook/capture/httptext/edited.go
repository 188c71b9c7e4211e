package httptext

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// requestBody takes the body of a request, as the head announces it or else as an editor has it.
func (r *Reader) requestBody(found *scan.Found, h *head, fields []string, unknown *names) (*body, error) {
	f := framingOf(fields)
	if h.printed != 0 {
		return r.quotedBody(found, f)
	}
	if r.printed && r.skipsHeadOfWget() {
		b, err := r.framed(f)
		if b == nil && err == nil {
			b = &body{edited: true}
			err = b.compare(found, f)
		}
		return b, err
	}
	if err := r.skipContinue(found); err != nil {
		return nil, err
	}
	b, err := r.framed(f)
	if b != nil || err != nil {
		return b, err
	}
	if b, err = r.handwritten(found, h, unknown); err != nil {
		return nil, err
	}
	return b, b.compare(found, f)
}

// skipContinue passes over an interim answer, for which a client with Expect: 100-continue has waited.
func (r *Reader) skipContinue(found *scan.Found) error {
	if !bytes.HasPrefix(r.source.Peek(len(continueLine)), []byte(continueLine)) {
		return nil
	}
	line, err := r.source.WholeLine()
	if err == nil {
		_, err = r.readHead(found, line)
	}
	return ignoreEnd(err)
}

const continueLine = "HTTP/1.1 100 "

// compare tells of a length that is not that of the body.
func (b *body) compare(found *scan.Found, f framing) error {
	n := len(b.text)
	announced := "Content-Length: " + f.length
	if f.chunked {
		announced = "Transfer-Encoding: chunked"
	}
	switch {
	case n == 0 && (f.chunked || f.length != "" && f.length != "0"):
		hide(found, "body")
		note(found, "the header announces a body (%s), and the text does not hold it", announced)
	case f.chunked:
		b.unchunked = true
		note(found, "the header announces chunks, and the body is in none: read as it is, of %d bytes", n)
	case f.length == "" || f.length == fmt.Sprint(n):
	case isLess(n, f.length) && !isWhole(b.text):
		return scan.BadTextf("the text ends after %d bytes of the body, and Content-Length says %s", n, f.length)
	case f.isHTTPie:
		b.misstated = true
		note(found, "HTTPie sent %s bytes and printed %d: it sorts and indents JSON, but for --pretty=none", f.length, n)
	default:
		b.misstated = true
		note(found, "Content-Length is %s, and the body in the text has %d bytes: read with its %d", f.length, n, n)
	}
	return nil
}

// handwritten takes a body whose end no length tells: up to what an editor has behind it, and to the next message.
func (r *Reader) handwritten(found *scan.Found, h *head, unknown *names) (*body, error) {
	e := &edition{Reader: r, found: found, unknown: unknown}
	if h.file != "" {
		if err := e.file(h.file, "", r.here()); err != nil {
			return nil, err
		}
	}
	for !r.atMessage() && !e.atRequest() {
		line, begin, err := r.nextLine()
		if scan.Failed(err) {
			return nil, err
		}
		if err != nil {
			break
		}
		if err := e.line(line, begin); err != nil {
			return nil, errors.Join(err, r.nextMessage())
		}
	}
	e.end()
	return &e.body, nil
}

// edition is a body as an editor has it.
type edition struct {
	*Reader
	body
	found    *scan.Found
	unknown  *names
	next     capture.Place // of a line that goes on with the last piece
	fixed    int           // so many bytes are of files, which no blank is cut from
	isBlank  bool          // the last line was
	isBehind bool          // a script was there: no body follows
	isOther  bool          // it is no packet, or holds what begins a request
	comments int
}

// atRequest reports whether the body ends before another request that no ### separates.
func (e *edition) atRequest() bool {
	line := e.peekLine()
	switch {
	case !isRequest(line):
		return false
	case e.isBehind, len(e.text) == 0, e.fixed > 0:
		return true
	case e.isOther || !isWhole(e.text):
		e.isOther = true
		return false
	}
	note(e.found, "line %d begins another request, and no ### stands before it", e.source.Line)
	return true
}

// fileLine names a file that holds the body, or a part of it. With @ the editor puts values in the place of variables.
var fileLine = pattern.Of(`^<(@)?([\w-]*)[ \t]+(\S.*?)\s*$`)

func (e *edition) line(line []byte, begin capture.Place) error {
	text := bytes.TrimSpace(line)
	switch {
	case isScript(text), isAssertion(text):
		e.isBehind = true
		return e.skipScript(text)
	case e.isBehind, len(text) == 0 && len(e.text) == 0:
		return nil
	case e.isProse(text):
		e.isBehind = true
		return nil
	case isComment(text):
		e.comments++
		return nil
	}
	if beginsWith(text, "<") {
		if m := fileLine().FindSubmatch(text); m != nil && (len(m[2]) == 0 || len(m[1]) > 0) {
			return e.named(m, begin)
		}
	}
	if content, is := hurlBytes(text); is {
		e.add(content, begin, true)
		e.fixed = len(e.text)
		return nil
	}
	meant := e.expand(string(line), e.unknown)
	if isMade := meant != string(line); isMade || begin != e.next {
		e.add([]byte(meant), begin, isMade)
		e.next = capture.Place{}
	} else {
		e.text = append(e.text, line...)
	}
	if !e.pieces[len(e.pieces)-1].made {
		e.next = e.here() // where a line goes on with the piece
	}
	if holdsVariable(meant) {
		hide(e.found, "body")
	}
	return nil
}

// hurlBytes are the bytes that Hurl writes as base64,…;
func hurlBytes(text []byte) (content []byte, is bool) {
	text, begins := bytes.CutPrefix(text, []byte("base64,"))
	text, ends := bytes.CutSuffix(text, []byte(";"))
	content, err := base64.StdEncoding.DecodeString(string(text))
	return content, begins && ends && err == nil
}

// isProse reports whether a line goes on telling of messages, behind a packet and an empty line.
func (e *edition) isProse(text []byte) bool {
	wasBlank := e.isBlank
	e.isBlank = len(text) == 0
	if !e.printed || !wasBlank || e.isOther || len(text) == 0 || strings.ContainsRune("\"{}[],", rune(text[0])) {
		return false
	}
	e.isOther = !isWhole(e.text)
	return !e.isOther
}

// named puts the content of a file in the place of a line.
func (e *edition) named(m [][]byte, begin capture.Place) error {
	encoding := strings.ToLower(string(m[2]))
	if encoding != "" && encoding != "utf8" && encoding != "utf-8" {
		return scan.BadTextf("the body is the file %q in the encoding %s; save it as UTF-8", string(m[3]), encoding)
	}
	if err := e.file(e.expand(string(m[3]), e.unknown), string(m[1]), begin); err != nil {
		return err
	}
	e.text = append(e.text, '\n')
	return nil
}

func (e *edition) file(name, sign string, begin capture.Place) error {
	if e.options.Beside == nil {
		return scan.BadTextf("the body is the file %q; put its text here in the place of that line", name)
	}
	content, err := e.options.Beside(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "./"))
	if err != nil {
		return scan.BadTextf("the body is the file %q: %w; put its text here in the place of that line", name, err)
	}
	if sign != "" {
		content = []byte(e.expand(string(content), e.unknown))
		if holdsVariable(string(content)) {
			hide(e.found, "body")
		}
	}
	e.add(content, begin, true)
	e.fixed = len(e.text)
	return nil
}

// end cuts off the blanks behind the body.
func (e *edition) end() {
	e.text = append(e.text[:e.fixed], bytes.TrimRight(e.text[e.fixed:], " \t\r\n")...)
	if len(e.text) == 0 {
		e.text = nil
	}
	isMade := func(p piece) bool { return p.made }
	e.edited = e.comments > 0 || e.isBehind || slices.ContainsFunc(e.pieces, isMade)
	if e.comments > 0 {
		note(e.found, "lines with a comment in the body are left out, as editors do: %d", e.comments)
	}
}
