package shell

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// caret takes what a ^ escapes. At the end of a line, that is the first character of the next one.
func (r *cmdReader) caret(rest []byte) {
	if n := lineEnd(rest); n > 0 {
		r.at += n
		rest = rest[n:]
		if n := lineEnd(rest); n > 0 {
			r.at += n
			r.args.letter('\n')
			r.args.isBrowsers = true // nobody else writes that
			return
		}
		if len(rest) == 0 || rest[0] == ' ' || rest[0] == '^' {
			return
		}
	}
	if len(rest) == 0 {
		return
	}
	r.at++
	if rest[0] == '"' {
		r.args.isBrowsers = r.args.isBrowsers || !r.args.begun
		r.args.quote()
		return
	}
	r.args.letter(rest[0])
}

// percent takes a variable. Where it is none, as in the escapes of a URL, a percent sign stands for itself.
func (r *cmdReader) percent(rest []byte) {
	name, _, found := bytes.Cut(rest, []byte("%"))
	if value, isSet := r.known["%"+strings.ToLower(string(name))]; found && isSet {
		r.at += len(name) + 1
		for i := range len(value.text) {
			r.args.letter(value.text[i])
		}
		r.args.current.holes = append(r.args.current.holes, value.holes...)
		return
	}
	if percentName().Match(append([]byte("%"), rest...)) {
		r.at += len(name) + 1
		r.args.letter(holeByte[0])
		r.args.current.holes = append(r.args.current.holes, hole{name: "%" + string(name) + "%"})
		return
	}
	r.args.letter('%')
}

// operator takes what ends a command, and what is redirected.
func (r *cmdReader) operator(c byte) error {
	if r.args.quoted {
		return r.betweenQuotes(c)
	}
	next := r.text[r.at:]
	if isDouble := len(next) > 0 && next[0] == c; isDouble {
		r.at++
	} else if name, _, found := strings.Cut(string(next[:min(64, len(next))]), "="); c == '&' && found && isName(name) {
		return scan.BadTextf("column %d: the & is not quoted, so that cmd ends the URL in front of %s; "+
			"put the URL in double quotes", r.place().Column, name)
	}
	switch c {
	case '&':
		return r.endCommand(true)
	case '|':
		return r.endCommand(len(next) > 0 && next[0] == '|')
	}
	if allDigits(string(r.args.text)) {
		r.args.drop() // the number of a stream
	}
	r.args.end()
	r.skipTarget(c)
	return nil
}

// betweenQuotes refuses a sign that is in quotes for curl and obeyed by cmd.
func (r *cmdReader) betweenQuotes(c byte) error {
	return scan.BadTextf("column %d: the %s is in quotes for curl and outside of them for cmd, which counts each \\\" "+
		"as a quote; write ^%s there", r.place().Column, string(c), string(c))
}

// skipTarget takes the file that is redirected: curl's output goes nowhere that matters.
func (r *cmdReader) skipTarget(c byte) {
	begin := r.at
	for r.at < len(r.text) && r.text[r.at] == ' ' {
		r.at++
	}
	for first := r.at; r.at < len(r.text) && (strings.IndexByte(" |<>&", r.text[r.at]) < 0 || r.at == first); {
		r.at++
	}
	if c == '<' {
		name := strings.Trim(string(r.text[begin:r.at]), ` "`)
		r.current.input = &input{text: word{text: name, begin: r.place()}, file: true}
	}
}
