package httptext

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// body is that of a message.
type body struct {
	text      []byte
	frames    []byte // the chunks that it came in
	pieces    []piece
	edited    bool   // no length told where it ends, or it is not as it stands in the text
	unchunked bool   // the head announces chunks, and there are none
	misstated bool   // the head gives another length
	odd       string // how it was read otherwise than the head announces it
}

// piece is where a part of a body stands in the text.
type piece struct {
	offset int // of its first byte
	begin  capture.Place
	made   bool // it is spelt otherwise in the text, or stands elsewhere
}

// place tells where a byte of the body stands in the text, which is on the line of the message where that is not known.
func (b *body) place(line int) func(offset int) capture.Place {
	return func(offset int) capture.Place {
		at, found := slices.BinarySearchFunc(b.pieces, offset, func(p piece, o int) int { return cmp.Compare(p.offset, o) })
		if !found {
			at--
		}
		if at < 0 {
			return capture.Place{Line: line, Column: 1}
		}
		p := b.pieces[at]
		if p.made {
			return p.begin
		}
		return scan.TextPlace(b.text[p.offset:], p.begin, offset-p.offset)
	}
}

// add puts a part behind the others.
func (b *body) add(text []byte, begin capture.Place, made bool) {
	b.pieces = append(b.pieces, piece{len(b.text), begin, made})
	b.text = append(b.text, text...)
}

// trimmed cuts off the blanks behind a body that no length ends.
func (b *body) trimmed() *body {
	if b.text = bytes.TrimRight(b.text, " \t\r\n"); len(b.text) == 0 {
		b.text = nil
	}
	return b
}

// framing is what a head tells of its body.
type framing struct {
	chunked  bool
	length   string // digits, or "no number"
	isHTTPie bool   // which prints JSON otherwise than it sends it
}

func framingOf(lines []string) framing {
	_, fields := capture.SplitHead([]byte("\n" + strings.Join(lines, "\n")))
	length := fieldValue(fields, "Content-Length")
	if strings.Trim(length, "0123456789") != "" {
		length = "no number" // it may be any text, and notes show it
	}
	return framing{
		chunked:  strings.EqualFold(fieldValue(fields, "Transfer-Encoding"), "chunked"),
		length:   length,
		isHTTPie: strings.HasPrefix(fieldValue(fields, "User-Agent"), "HTTPie/"),
	}
}

// fieldValue is the value of a field, empty where there is none.
func fieldValue(fields []webhook.HeaderField, name string) string {
	if i := webhook.IndexField(fields, name); i >= 0 {
		return strings.TrimSpace(fields[i].Value)
	}
	return ""
}

// framed takes the body that a head announces, if it stands in the text as announced; nil if it does not.
func (r *Reader) framed(f framing) (*body, error) {
	begin := r.here()
	if f.chunked {
		return r.chunked(begin)
	}
	n, err := strconv.ParseInt(f.length, 10, 64)
	if err != nil || n < 0 {
		return nil, nil
	}
	text, err := r.counted(n)
	if scan.Failed(err) {
		return nil, err
	}
	if int64(len(text)) < n || !r.endsHere(text) {
		r.source.Unread(text, begin)
		return nil, nil
	}
	b := &body{}
	if n > 0 {
		b.add(text, begin, false)
	}
	return b, nil
}

// farthest is how much is read behind a line that begins a message, to see whether that belongs to a body.
const farthest = 4 << 10

// counted takes n bytes. It takes fewer where the text ends, and where a message begins behind what is a whole packet:
// then the length is wrong.
func (r *Reader) counted(n int64) (text []byte, err error) {
	begun := -1 // where a line begins a message
	if n > 0 && r.atMessage() && !r.isRest(n) {
		return nil, nil
	}
	for int64(len(text)) < n {
		isLine := len(text) > 0 && text[len(text)-1] == '\n'
		if isLine && begun < 0 && (r.atMessage() || isRequest(r.peekLine())) {
			begun = len(text)
			if isWhole(text) {
				return text, nil
			}
		}
		if begun >= 0 && len(text)-begun > farthest {
			return text, nil
		}
		c, err := r.source.Next()
		if err != nil {
			return text, err
		}
		text = append(text, c)
	}
	return text, nil
}

// isRest reports whether behind n bytes the text ends, or the next message begins: then they are the body, even if it
// looks like a message.
func (r *Reader) isRest(n int64) bool {
	if n > farthest {
		return false
	}
	next := r.source.Peek(int(n) + longestFirst)
	if int64(len(next)) < n {
		return false
	}
	rest := bytes.TrimLeft(next[n:], " \t\r\n")
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	line = bytes.TrimSpace(line)
	return len(line) == 0 || bytes.HasPrefix(line, []byte("###")) || isRequest(line) || isAnswer(line)
}

// endsHere reports whether what was taken is a whole body: behind it begins something else, or it is a whole packet.
func (r *Reader) endsHere(text []byte) bool {
	if isWhole(text) {
		return true
	}
	next := r.source.Peek(longestFirst)
	isCut := len(text) > 0 && text[0] == '{' && r.source.Column > 1 && !isStart(next)
	if r.atMessage() && (len(next) == 0 || !isCut) {
		return true
	}
	rest := bytes.TrimLeft(next, " \t")
	if len(rest) > 0 && rest[0] != '\r' && rest[0] != '\n' {
		return false
	}
	line, _, _ := bytes.Cut(bytes.TrimLeft(rest, " \t\r\n"), []byte("\n"))
	line = bytes.TrimSpace(line)
	return len(line) == 0 || isBlankOrComment(line) || isScript(line) || isRequest(line) || isAnswer(line)
}

// isStart reports whether a text begins with the whole first line of a request.
func isStart(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return bytes.HasSuffix(bytes.TrimSpace(line), []byte(" "+capture.HTTP11))
}

// isWhole reports whether a text is an object or an array in JSON.
func isWhole(text []byte) bool {
	text = bytes.TrimSpace(text)
	return len(text) > 0 && (text[0] == '{' || text[0] == '[') && json.Valid(text)
}
