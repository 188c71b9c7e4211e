package logtext

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// joined is a text that stands on several lines.
type joined struct {
	text  []byte
	parts []part
}

// part is a piece of a joined text: one line of the log, or the rest of one.
type part struct {
	end    int // in the text
	begin  capture.Place
	opaque bool // the line spells it otherwise, so that only its beginning is known
}

func (j *joined) add(text []byte, begin capture.Place, opaque bool) {
	j.text = append(j.text, text...)
	j.parts = append(j.parts, part{end: len(j.text), begin: begin, opaque: opaque})
}

// place is that of a byte of the text.
func (j *joined) place(offset int) capture.Place {
	from := 0
	for i, p := range j.parts {
		if offset < p.end || i == len(j.parts)-1 {
			if p.opaque {
				return p.begin
			}
			return capture.Place{Line: p.begin.Line, Column: p.begin.Column + offset - from}
		}
		from = p.end
	}
	return capture.Place{Line: 1, Column: 1}
}

const joinedNote = "the log's container has cut the line, and its parts are joined"

// container is a line as the runtime of a container writes it: one that is long comes in parts.
type container struct {
	text   []byte
	column int  // of the text
	opaque bool // the text is escaped in the line
	more   bool // the next line goes on with it
}

// criLine is a line of Kubernetes: P is a part of one, and F the last or only part.
var criLine = pattern.Of(`^\S+ std(?:out|err) ([FP]) `)

// containerLine knows the lines of Kubernetes (CRI), and those that docker's json-file cuts every 16 KiB.
func containerLine(line []byte) (c container, ok bool) {
	if m := criLine().FindSubmatchIndex(line); m != nil {
		return container{text: line[m[1]:], column: m[1] + 1, more: line[m[2]] == 'P'}, true
	}
	if !bytes.HasPrefix(line, []byte(`{"log":"`)) {
		return c, false
	}
	const before = len(`{"log":`)
	literal, err := scan.Decoder(line[before:]).ReadValue()
	rest := bytes.TrimLeft(line[min(len(line), before+len(literal)):], " ")
	if err != nil || !bytes.HasPrefix(rest, []byte(`,"stream"`)) && !bytes.HasPrefix(rest, []byte(`,"attrs"`)) {
		return c, false
	}
	text, err := jsontext.AppendUnquote(nil, literal)
	if err != nil {
		return c, false
	}
	end := []byte("\n")
	return container{text: bytes.TrimSuffix(text, end), column: 1, opaque: true, more: !bytes.HasSuffix(text, end)}, true
}

// part takes a part of a line that a container's runtime has cut; ok is whether the line is one.
func (r *Reader) part(line []byte, number int) (found []scan.Found, ok bool) {
	c, ok := containerLine(line)
	if len(r.cut.parts) == 0 && (!ok || !c.more) {
		return nil, false
	}
	if !ok {
		return r.joinParts(), false
	}
	r.cut.add(c.text, capture.Place{Line: number, Column: c.column}, c.opaque)
	if c.more && len(r.cut.text) < mostBytes {
		return nil, true
	}
	return r.joinParts(), true
}

// joinParts reads the parts of a line.
func (r *Reader) joinParts() []scan.Found {
	whole := r.cut
	r.cut = joined{}
	found := inLine(whole.text, whole.place)
	for i := range found {
		if len(whole.parts) > 1 && found[i].Err == nil {
			found[i].Notes = append(found[i].Notes, joinedNote)
		}
	}
	return found
}
