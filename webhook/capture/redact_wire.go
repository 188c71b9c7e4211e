package capture

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/secret"
)

// wire is a message as it came, with its body decoded from it, before and after masking.
type wire struct {
	message      []byte
	body, masked []byte
	name         string // of the body, for the list of what was masked
	request      bool
}

// maskedWire masks a message as its fields were masked. One in which a secret cannot be told from what frames it is
// not kept.
func maskedWire(p *secret.Policy, w wire) []byte {
	if w.message == nil {
		return nil
	}
	head, rest, chunked := p.Head(w.message, w.request)
	frames, ok := maskedFrames(p, rest, w)
	if !ok {
		p.Note("wire")
		return nil
	}
	if chunked {
		_, end := chunks(frames)
		frames = append(frames[:end:end], p.Trailers(frames[end:])...)
	}
	return append(head, frames...)
}

// maskedFrames masks the message behind the head.
func maskedFrames(p *secret.Policy, frames []byte, w wire) (masked []byte, ok bool) {
	if bytes.Equal(frames, w.body) {
		return w.masked, true
	}
	if masked, ok = maskedChunks(p, frames, w); ok {
		return masked, true
	}
	return p.Body(frames, w.name), bytes.Equal(w.body, w.masked)
}

// maskedChunks masks a body that came in chunks as it was masked in one piece: a secret may begin in one chunk and end
// in another, and what frames it is no part of it.
func maskedChunks(p *secret.Policy, frames []byte, w wire) (masked []byte, ok bool) {
	spans, _ := chunks(frames)
	at, taken := 0, 0
	for _, s := range spans {
		if !bytes.HasPrefix(w.body[taken:], frames[s.Start:s.Stop]) {
			return nil, false
		}
		masked = append(masked, p.Body(frames[at:s.Start], w.name)...)
		masked = append(masked, w.masked[taken:taken+s.Stop-s.Start]...)
		at, taken = s.Stop, taken+s.Stop-s.Start
	}
	if taken != len(w.body) {
		return nil, false
	}
	return append(masked, p.Body(frames[at:], w.name)...), true
}

// chunks finds the data in a body that came in chunks (RFC 9112, 7.1), as far as it goes, and where that ends.
func chunks(frames []byte) (found []secret.Span, stop int) {
	for at := 0; ; {
		end := bytes.IndexByte(frames[at:], '\n')
		if end < 0 {
			return found, at
		}
		size, _, _ := strings.Cut(string(frames[at:at+end]), ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		if err != nil || n == 0 {
			return found, at
		}
		start := at + end + 1
		stop := min(start+int(n), len(frames))
		found = append(found, secret.Span{Start: start, Stop: stop})
		end = bytes.IndexByte(frames[stop:], '\n')
		if end < 0 {
			return found, stop
		}
		at = stop + end + 1
	}
}
