package shell

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// output is what commands print: those of printf, echo and cat, which need no shell. Open are its parts that only a
// shell knows.
func (s *Script) output(list []pipeline) (text []byte, open []hole, err error) {
	if len(list) != 1 || len(list[0]) != 1 {
		return notRun(list)
	}
	c := list[0][0].bare()
	if len(c.words) == 0 {
		return nil, nil, scan.BadTextf("nothing is piped into curl")
	}
	name, args := c.words[0].text, c.words[1:]
	var known []word
	for _, w := range args {
		w, err := s.resolved(w)
		if err != nil {
			return nil, nil, err
		}
		open = append(open, w.holes...)
		w.text, w.holes = w.named(), nil
		known = append(known, w)
	}
	switch {
	case name == "echo" && c.dialect == posix:
		text, err = echoed(known)
	case name == "printf":
		text, err = formatted(known)
	case name == "cat", name == "type":
		var more []hole
		text, more, err = s.concatenated(known, c.input)
		open = append(open, more...)
	default:
		return notRun(list)
	}
	return text, open, err
}

// write keeps what a command writes into a file, for a later one that reads it.
func (s *Script) write(p pipeline) {
	name := strings.TrimPrefix(p[len(p)-1].output, "./")
	if name == "" {
		return
	}
	text, open, err := s.output([]pipeline{p})
	if err != nil || len(open) > 0 {
		s.written[name] = nil
		return
	}
	if p[len(p)-1].isAdded {
		text = append(bytes.Clone(s.written[name]), text...)
	}
	s.written[name] = append([]byte{}, text...)
}

// notRun is the output of commands that are not run: only a shell knows it.
func notRun(list []pipeline) (text []byte, open []hole, err error) {
	name := "several commands"
	if len(list) == 1 {
		var commands []string
		for _, c := range list[0] {
			if words := c.bare().words; len(words) > 0 {
				commands = append(commands, scan.Short(words[0].named()))
			}
		}
		name = strings.Join(commands, " | ")
	}
	name = "what " + name + " prints"
	return []byte(name), []hole{{name: name}}, nil
}

// resolved is a word with what commands in it print, where that is understood.
func (s *Script) resolved(w word) (word, error) {
	if !w.isOpen() {
		return w, nil
	}
	result := word{begin: w.begin, notes: w.notes}
	pieces := strings.Split(w.text, holeByte)
	for i, h := range w.holes {
		result.text += pieces[i]
		text, open, err := s.output(h.run)
		if h.run == nil || err != nil || len(open) > 0 || bytes.IndexByte(text, 0) >= 0 {
			result.text += holeByte
			result.holes = append(result.holes, h)
			continue
		}
		result.text += strings.TrimRight(string(text), "\n")
	}
	result.text += pieces[len(pieces)-1]
	return result, nil
}

// concatenated is what cat prints of files and of its input.
func (s *Script) concatenated(args []word, in *input) (text []byte, open []hole, err error) {
	if len(args) == 0 {
		return s.input(in)
	}
	for _, w := range args {
		if w.text == "-" {
			return s.input(in)
		}
		one, err := s.file("cat", w.text)
		if err != nil {
			return nil, nil, err
		}
		text = append(text, one...)
	}
	return text, nil, nil
}

// input is what is redirected into a command.
func (s *Script) input(in *input) (text []byte, open []hole, err error) {
	switch {
	case in == nil:
		return nil, nil, scan.BadTextf("the body comes from what is typed, which is not here; " +
			"write the packet behind --data-raw")
	case in.file:
		text, err = s.file("<", in.text.named())
		return text, nil, err
	}
	w, err := s.resolved(in.text)
	return []byte(w.named()), w.holes, err
}

// file reads a file beside the script.
func (s *Script) file(option, name string) ([]byte, error) {
	base := strings.TrimPrefix(strings.TrimPrefix(name, "@"), "./")
	if text, isWritten := s.written[base]; isWritten {
		if text == nil {
			return nil, scan.BadTextf("%s %s reads a file that a command of the script writes, which is not run", option, name)
		}
		return text, nil
	}
	if s.Beside == nil {
		return nil, scan.BadTextf("%s %s reads a file, and only the line is here; "+
			"write the packet behind --data-raw, or give that file instead", option, name)
	}
	text, err := s.Beside(base)
	if err != nil {
		return nil, &scan.BadText{Err: fmt.Errorf("%s %s: %w", option, scan.Short(name), err)}
	}
	return text, nil
}

// echoed is what echo prints, which leaves backslashes alone as bash's does.
func echoed(args []word) ([]byte, error) {
	end := "\n"
	if len(args) > 0 && args[0].text == "-n" {
		end, args = "", args[1:]
	}
	var texts []string
	for _, w := range args {
		if err := checkQuotes(w); err != nil {
			return nil, err
		}
		texts = append(texts, w.text)
	}
	return []byte(strings.Join(texts, " ") + end), nil
}

// formatted is what printf prints: its escapes, %% and %s (POSIX.1, printf).
func formatted(args []word) ([]byte, error) {
	if len(args) > 0 && args[0].text == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return nil, scan.BadTextf("printf has no format")
	}
	format, rest := args[0].text, args[1:]
	var out []byte
	for round := 0; round == 0 || len(rest) > 0; round++ {
		before := len(rest)
		for i := 0; i < len(format); {
			text, size, err := formatPiece(format[i:], &rest)
			if err != nil {
				return nil, err
			}
			out = append(out, text...)
			i += size
		}
		if len(rest) == before {
			break // the format takes nothing
		}
	}
	return out, nil
}

// formatPiece prints what a format begins with, and takes an argument if it is %s.
func formatPiece(format string, args *[]word) (text string, size int, err error) {
	switch {
	case format[0] == '%' && len(format) > 1 && format[1] == '%':
		return "%", 2, nil
	case format[0] == '%' && len(format) > 1 && format[1] == 's':
		if len(*args) > 0 {
			text, *args = (*args)[0].text, (*args)[1:]
		}
		return text, 2, nil
	case format[0] == '%':
		return "", 0, scan.BadTextf("printf's %q is not understood, want %%s and %%%%", format[:min(2, len(format))])
	case format[0] == '\\' && len(format) > 1:
		text, size = ansiEscape([]byte(format[1:min(len(format), 10)]))
		return text, 1 + size, nil
	}
	return format[:1], 1, nil
}
