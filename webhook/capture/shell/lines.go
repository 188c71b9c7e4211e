package shell

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// posixLine takes a line of a POSIX shell or bash, however long it goes on.
func (s *Script) posixLine(prompted bool) ([]pipeline, error) {
	l := s.posix
	l.prompted, l.fenced, l.isCurl, l.inner, l.idle = prompted, s.fenced, false, nil, ""
	l.current, l.list, l.open = command{}, nil, nil
	return l.next()
}

// lines takes the lines of a POSIX shell.
type lines struct {
	*tokens
	current command
	list    pipeline
	open    []document // here documents that begin behind the end of the line
	depth   int        // of branches and loops that are open
}

// document is a here document whose text is still to come.
type document struct {
	end      string
	isQuoted bool // nothing in it is expanded
	tabs     bool // those in front of its lines go
	into     *input
}

// next takes the pipelines up to the end of a line. With the end of the text comes io.EOF.
func (l *lines) next() (list []pipeline, err error) {
	end := func() {
		l.endCommand()
		if len(l.list) > 0 {
			list = append(append(list, l.inner...), l.list)
		}
		l.list, l.inner = nil, nil
	}
	for {
		op, w, err := l.tokens.next()
		switch {
		case scan.Failed(err):
			return list, err // what is not whole is not run
		case op == "end":
			end()
			if len(l.open) > 0 {
				return list, scan.BadTextf("the here document has no end: want a line with %s alone", l.open[0].end)
			}
			return list, err
		case op == "":
			l.add(w)
		case op == ">", op == ">>":
			if err := l.redirectOutput(op == ">>"); err != nil {
				return list, err
			}
		case strings.HasPrefix(op, "<"):
			if err := l.redirect(op); err != nil {
				return list, err
			}
		case op == "|" && len(l.current.words) > 0:
			l.endCommand()
		case op == "(" && l.isArray():
			if err := l.array(); err != nil {
				return list, err
			}
		case op == "\n":
			err := l.documents()
			if err == nil && len(l.current.words) == 0 && len(l.list) > 0 {
				continue // the line goes on behind the bar
			}
			end()
			return list, err
		default:
			end()
		}
	}
}

// add adds a word to the command, or those of a variable.
func (l *lines) add(w word) {
	l.current.words = append(l.current.words, w.split()...)
	l.isCurl = isCurl(l.current.bare().words)
}

// endCommand ends a command of the pipeline. Variables that it sets count from here on.
func (l *lines) endCommand() {
	if len(l.current.words) == 0 {
		l.current = command{}
		return
	}
	switch l.current.words[0].text {
	case "if", "for", "while", "until", "case", "select", "{":
		l.depth++
	case "fi", "done", "esac", "}":
		l.depth = max(0, l.depth-1)
	}
	if len(l.list) == 0 {
		l.known.set(l.current, l.depth > 0)
	}
	l.list = append(l.list, l.current)
	l.current, l.isCurl = command{}, false
}

// redirect takes what the command reads.
func (l *lines) redirect(op string) error {
	next, w, err := l.tokens.next()
	if err != nil {
		return err
	}
	if next != "" {
		return scan.BadTextf("column %d: nothing to read stands behind %s", l.Column, op)
	}
	in := &input{text: w, file: op == "<"}
	l.current.input = in
	switch op {
	case "<<<":
		in.text.text += "\n"
	case "<<", "<<-":
		l.open = append(l.open, document{end: w.named(), isQuoted: w.quoted, tabs: op == "<<-", into: in})
		in.text = word{begin: w.begin}
	}
	return nil
}

// redirectOutput takes the file that the output of the command goes to.
func (l *lines) redirectOutput(isAdded bool) error {
	stream := l.stream
	l.stream = ""
	_, w, err := l.tokens.next()
	if scan.Failed(err) {
		return err
	}
	if stream == "" || stream == "1" {
		l.current.output, l.current.isAdded = w.named(), isAdded
	}
	return nil
}

// documents takes the texts of the here documents that began on the line.
func (l *lines) documents() error {
	for _, d := range l.open {
		begin := capture.Place{Line: l.Line, Column: l.Column}
		text, spelt, err := l.document(d)
		if errors.Is(err, io.EOF) {
			return scan.BadTextf("the here document has no end: want a line with %s alone", d.end)
		}
		if err != nil {
			return err
		}
		if d.into.text = (word{text: text}); !d.isQuoted {
			if d.into.text, err = l.expanded(text); err != nil {
				return err
			}
		}
		d.into.text.begin, d.into.text.content = begin, begin
		d.into.text.exact = spelt && d.into.text.text == text
	}
	l.open = nil
	return nil
}

// document takes the lines up to the end of a here document. Spelt is false where they stand otherwise in the script.
func (l *lines) document(d document) (text string, spelt bool, err error) {
	var all, line []byte
	spelt = true
	for {
		c, err := l.Source.Next()
		if err != nil && (!errors.Is(err, io.EOF) || string(line) != d.end) {
			return "", false, err
		}
		if err == nil {
			line = append(line, c)
		}
		switch {
		case err == nil && c == '\t' && d.tabs && len(line) == 1:
			line, spelt = nil, false
		case err != nil, c == '\n':
			if strings.TrimRight(string(line), "\r\n") == d.end {
				return string(all), spelt, nil
			}
			all, line = append(all, line...), nil
		}
	}
}

// expanded is the text of a here document with its variables.
func (l *lines) expanded(text string) (word, error) {
	w := &wordReader{tokens: l.inside(text, l.Line-strings.Count(text, "\n")-1), quote: '"', here: true}
	for !w.ended {
		if err := w.piece(w.Peek(3)); err != nil {
			return word{}, unclosed(err, "the here document")
		}
	}
	return w.done(), nil
}

// isArray reports whether a bracket opens the values of a list, as in A=(…).
func (l *lines) isArray() bool {
	if len(l.current.words) == 0 {
		return false
	}
	return strings.HasSuffix(l.current.words[len(l.current.words)-1].text, "=")
}

// array takes the values of a list, which is a variable that only the shell knows.
func (l *lines) array() error {
	for {
		op, _, err := l.tokens.next()
		switch {
		case err != nil:
			return err
		case op == ")":
			last := &l.current.words[len(l.current.words)-1]
			last.text += holeByte
			last.holes = append(slices.Clone(last.holes), hole{name: "(…)"})
			return nil
		}
	}
}
