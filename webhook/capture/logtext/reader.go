package logtext

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Reader reads a log line by line. Its zero value begins a text.
type Reader struct {
	lines  []logLine // of an object that has begun, and whose end did not come yet
	held   int       // bytes in them
	braces depth     // behind the last of them
	prefix *regexp.Regexp
	cut    joined // parts of a line that a container's runtime has cut
}

// logLine is a line, and the bytes of it that a container or a collector has put in front.
type logLine struct {
	text   []byte
	number int
	begin  int
}

const (
	mostLines = 5_000   // of one object
	mostBytes = 4 << 20 // of one object
)

// Line gives what was found by the end of a line, which has no line feed: nothing, where no callback is in it, or where
// it goes on in the next one. The result keeps no bytes of the line.
func (r *Reader) Line(line []byte, number int) []scan.Found {
	before, isPart := r.part(line, number)
	if isPart {
		return before
	}
	if len(r.lines) > 0 {
		begin := 0
		if r.prefix != nil {
			begin = len(r.prefix.Find(line))
		}
		if goesOn().Match(line[begin:]) {
			return r.goOn(line, begin, number)
		}
		before = append(before, r.giveUp()...)
	}
	open := openBrace(line)
	if open < 0 {
		return append(before, inLine(line, placeIn(number))...)
	}
	r.prefix = prefixOf(line)
	r.braces = depth{}
	r.braces.read(line[open:])
	r.hold(line, 0, number)
	return before
}

// goesOn knows the lines of JSON that is written with white space.
var goesOn = pattern.Of(
	`^\s*(?:$|["{}\],]|//|\[\s*(?:$|["{\[\]])|-?[0-9][0-9.eE+-]*\s*,?\s*$|(?:true|false|null)\s*,?\s*$)`)

// End gives what is found once no line follows: a packet that is cut.
func (r *Reader) End() []scan.Found {
	return append(r.joinParts(), r.giveUp()...)
}

func placeIn(number int) func(int) capture.Place {
	return func(offset int) capture.Place { return capture.Place{Line: number, Column: offset + 1} }
}

// goOn adds a line to an object that has begun.
func (r *Reader) goOn(line []byte, begin, number int) []scan.Found {
	r.hold(line, begin, number)
	end := r.braces.read(line[begin:])
	switch {
	case end > 0:
		return r.whole()
	case len(r.lines) > mostLines, r.held > mostBytes, r.braces.inString:
		return r.giveUp()
	}
	return nil
}

func (r *Reader) hold(line []byte, begin, number int) {
	r.lines = append(r.lines, logLine{text: bytes.Clone(line), number: number, begin: begin})
	r.held += len(line)
}

// whole reads an object whose last line has come.
func (r *Reader) whole() []scan.Found {
	var j joined
	for _, l := range r.lines {
		j.add(append(bytes.Clone(l.text[l.begin:]), '\n'), capture.Place{Line: l.number, Column: l.begin + 1}, false)
	}
	found := inLine(j.text[:len(j.text)-1], j.place)
	if len(found) == 0 {
		return r.giveUp()
	}
	for i := range found {
		if notes := found[i].Notes; len(notes) > 0 {
			notes[0] = strings.Replace(notes[0], inLog, "found in a log, over several lines", 1)
		}
	}
	r.lines, r.held = nil, 0
	return found
}

// giveUp reads the lines of an object that does not end, each by itself.
func (r *Reader) giveUp() []scan.Found {
	var found []scan.Found
	for _, l := range r.lines {
		found = append(found, inLine(l.text, placeIn(l.number))...)
	}
	r.lines, r.held = nil, 0
	return found
}

// mostBraces bounds how many objects of a line are looked at for one that does not end.
const mostBraces = 100

// openBrace is where an object begins that does not end in the line; -1: none does. Its first name is in quotes, or on
// the next line.
func openBrace(line []byte) int {
	at := 0
	for range mostBraces {
		i := bytes.IndexByte(line[at:], '{')
		if i < 0 {
			return -1
		}
		at += i
		next := bytes.TrimSpace(line[at+1:])
		if len(next) > 0 && next[0] != '"' {
			at++
			continue
		}
		var d depth
		switch end := d.read(line[at:]); {
		case end > 0:
			at += end
		case d.inString:
			at++
		default:
			return at
		}
	}
	return -1
}

// depth is how many braces and brackets are open.
type depth struct {
	open     int
	inString bool
}

// read walks a line, and returns how many bytes of it there are to the last closing brace; 0: it is not in this line.
// No string of JSON goes over the end of a line.
func (d *depth) read(line []byte) (end int) {
	d.inString = false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case d.inString && c == '\\':
			i++
		case c == '"':
			d.inString = !d.inString
		case d.inString:
		case c == '{', c == '[':
			d.open++
		case c == '}', c == ']':
			if d.open--; d.open <= 0 {
				return i + 1
			}
		}
	}
	return 0
}

// prefixes are what containers and collectors put in front of each line.
var prefixes = [...]func() *regexp.Regexp{
	pattern.Of(`^[\w.-]+ *\| `),                                     // docker compose
	pattern.Of(`^\d{4}-\d\d-\d\dT[0-9:.]+\S* std(?:out|err) [FP] `), // Kubernetes (CRI)
	pattern.Of(`^\d{4}-\d\d-\d\dT[0-9:.]+Z `),                       // docker logs --timestamps
	pattern.Of(`^[A-Z][a-z]{2} +\d+ [0-9:]{8} \S+ \S+: `),           // syslog, journalctl
	pattern.Of(`^\S+ \S+ std(?:out|err) [FP] `),
}

// prefixOf is the kind of prefix that a line has; nil: none.
func prefixOf(line []byte) *regexp.Regexp {
	for _, p := range prefixes {
		if p().Match(line) {
			return p()
		}
	}
	return nil
}
