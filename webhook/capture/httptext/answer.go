package httptext

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// answer reads an answer of which the first line is taken. Interim answers are left out.
func (r *Reader) answer(found *scan.Found, first []byte) error {
	h, err := r.readHead(&scan.Found{}, first) // what is odd about it is no fault of the request
	if err != nil {
		return err
	}
	if slices.ContainsFunc(h.lines, func(line string) bool { return section().MatchString(line) }) {
		return r.nextMessage()
	}
	start := string(bytes.TrimRight(plainFirst(first), "\r\n"))
	line, fields := capture.SplitHead([]byte(start + "\n" + strings.Join(h.lines, "\n")))
	proto, rest, _ := strings.Cut(line, " ")
	code, reason, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	if err != nil {
		return scan.BadTextf("status: got %q, want three digits", code)
	}
	if status < 200 {
		return r.finalAnswer(found)
	}
	answer := &capture.Answer{Proto: proto, Status: status, Reason: reason, Header: fields}
	b := &body{}
	if status != 204 && status != 304 {
		if b, err = r.answerBody(h, answer); err != nil {
			return err
		}
	}
	answer.Body = b.text
	b.unpack(found, answer, framingOf(h.lines))
	found.Record.Answer = answer
	ofRequest, ofAnswer := found.Place, b.place(found.Line)
	found.Place = func(isAnswer bool, offset int) capture.Place {
		if isAnswer || ofRequest == nil {
			return ofAnswer(offset)
		}
		return ofRequest(isAnswer, offset)
	}
	return nil
}

// section begins what Hurl checks in an answer: then the status line is the one that it wants.
var section = pattern.Of(`^\[[A-Z]\w+\]\s*$`)

// finalAnswer reads the answer behind an interim one.
func (r *Reader) finalAnswer(found *scan.Found) error {
	if err := r.startLine(); scan.Failed(err) {
		return err
	}
	if !isAnswer(r.line) {
		return scan.BadTextf("nothing follows the interim answer, want the final one")
	}
	return r.answer(found, r.take())
}

// answerBody takes the body of an answer. One that is shorter than its length is the beginning of what came.
func (r *Reader) answerBody(h *head, answer *capture.Answer) (*body, error) {
	f := framingOf(h.lines)
	if r.printed {
		return r.printedAnswer(f, answer)
	}
	b, err := r.framed(f)
	if b != nil || err != nil {
		return b, err
	}
	b = &body{}
	for !r.atMessage() {
		line, begin, err := r.nextLine()
		if scan.Failed(err) {
			return nil, err
		}
		if err != nil {
			break
		}
		if text := bytes.TrimSpace(line); isScript(text) || toldByEditor().Match(text) {
			if err := r.skipScript(text); err != nil {
				return nil, err
			}
			continue
		}
		if len(b.text) == 0 {
			b.pieces = []piece{{begin: begin, made: r.indent != ""}}
		}
		b.text = append(b.text, line...)
	}
	answer.Truncated = isLess(len(b.trimmed().text), f.length) && !isWhole(b.text)
	return b, nil
}

// unpack takes the coding off an answer whose body the client has shown without it.
func (b *body) unpack(found *scan.Found, answer *capture.Answer, f framing) {
	i := webhook.IndexField(answer.Header, "Content-Encoding")
	if i < 0 || b.frames != nil || f.length == strconv.Itoa(len(b.text)) || !isWhole(b.text) {
		return
	}
	note(found, "the answer has a Content-Encoding, and its body is plain here: read as one that the client has unpacked")
	answer.Header = slices.Delete(answer.Header, i, i+1)
}

// toldByEditor is what JetBrains writes behind an answer.
var toldByEditor = pattern.Of(`^Response (code: \d|file saved)`)

// isLess reports whether a length is given and n is less.
func isLess(n int, length string) bool {
	given, err := strconv.ParseInt(length, 10, 64)
	return err == nil && int64(n) < given
}
