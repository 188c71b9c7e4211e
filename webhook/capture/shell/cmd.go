package shell

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Notes about lines of Windows' shells.
const (
	asCmd       = "read as a line of Windows' cmd"
	asOldChrome = "read without the ^ in front of each sign, as the browser means it; " +
		"cmd itself leaves them within quotes"
)

// cmdLine takes a line of Windows' cmd, and those with which it goes on.
func (s *Script) cmdLine() ([]pipeline, error) {
	r := &cmdReader{known: s.known, line: s.source.Line, column: s.source.Column}
	var err error
	if r.text, err = s.cmdText(); err != nil {
		return nil, err
	}
	if cmdSet().Match(r.text) {
		r.set()
		return nil, nil
	}
	return r.read()
}

// cmdText takes the text of a line, and of the next one after a ^ at its end.
func (s *Script) cmdText() (text []byte, err error) {
	for {
		c, err := s.source.Next()
		if err != nil {
			if scan.Failed(err) || len(text) == 0 {
				return nil, err
			}
			s.err = nil
			return text, nil // the next line has the end of the text
		}
		if c == '\n' {
			line := bytes.TrimSuffix(text, []byte("\r"))
			isEscaped := bytes.HasSuffix(line, []byte("\n"))
			if carets := len(line) - len(bytes.TrimRight(line, "^")); carets%2 == 0 && !isEscaped {
				return line, nil
			}
		}
		text = append(text, c)
	}
}

// cmdReader takes a line of cmd apart: what cmd does with it, and then what curl's start-up code does.
type cmdReader struct {
	known   variables
	text    []byte
	line    int
	column  int
	at      int
	quoted  bool     // as cmd counts quotes
	args    crtWords // as the program counts them
	current command
	list    pipeline
	all     []pipeline
	old     bool
}

// read takes the commands of the line.
func (r *cmdReader) read() ([]pipeline, error) {
	for r.at < len(r.text) {
		if err := r.piece(); err != nil {
			return r.all, err
		}
	}
	if err := r.endCommand(true); err != nil {
		return r.all, err
	}
	return r.all, nil
}

// piece takes a byte, or what begins with it.
func (r *cmdReader) piece() error {
	c := r.text[r.at]
	r.at++
	rest := r.text[r.at:]
	switch {
	case c == '"':
		if end, isOld := oldChrome(rest); isOld && !r.quoted && !r.args.quoted {
			r.old, r.args.isBrowsers = true, true
			r.args.quote()
			for i := 0; i < end; i++ {
				if rest[i] == '^' {
					i++
				}
				if rest[i] == '"' {
					r.args.quote()
				} else {
					r.args.letter(rest[i])
				}
			}
			r.args.quote()
			r.at += end + 1
			return nil
		}
		r.args.isBrowsers = r.args.isBrowsers || !r.args.begun && doubledQuotes().Match(rest)
		r.quoted = !r.quoted
		r.args.quote()
	case c == '^' && !r.quoted && r.args.quoted && !r.args.isBrowsers && lineEnd(rest) == 0:
		return r.betweenQuotes(c)
	case c == '^' && !r.quoted && !r.args.quoted && len(rest) > 0 && len(bytes.TrimLeft(rest, " \t")) == 0:
		return scan.BadTextf("a blank behind the ^ at the end of line %d, so that cmd ends the command there; "+
			"delete the blank", r.place().Line)
	case c == '^' && !r.quoted:
		r.caret(rest)
	case c == '%':
		r.percent(rest)
	case !r.quoted && strings.IndexByte("&|<>", c) >= 0:
		return r.operator(c)
	case c == '\r' && len(rest) > 0 && rest[0] == '\n':
	default:
		r.args.letter(c)
	}
	return nil
}

// endCommand ends a command, and the pipeline too where nothing is piped on.
func (r *cmdReader) endCommand(whole bool) error {
	r.args.end()
	for i := range r.args.words {
		r.args.words[i].begin = capture.Place{Line: r.line, Column: r.column}
	}
	if r.args.quoted && whole {
		return scan.BadTextf("a text in double quotes goes on behind the end of line %d, where cmd ends the command; "+
			"write the packet on one line, or read it from a file (-d @packet.json)", r.place().Line)
	}
	if r.current.words = r.args.words; len(r.current.words) > 0 {
		r.current.words[0].text = strings.TrimPrefix(r.current.words[0].text, "@")
		r.current.dialect = cmdExe
		r.current.notes = []string{asCmd}
		if r.old {
			r.current.notes = []string{asCmd + ", " + strings.TrimPrefix(asOldChrome, "read ")}
		}
		r.list = append(r.list, r.current)
	}
	r.current, r.args = command{}, crtWords{}
	if whole && len(r.list) > 0 {
		r.all, r.list = append(r.all, r.list), nil
	}
	return nil
}

// place is that of the last byte.
func (r *cmdReader) place() capture.Place {
	return scan.TextPlace(r.text, capture.Place{Line: r.line, Column: r.column}, r.at-1)
}
