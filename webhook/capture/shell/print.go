package shell

import (
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// printed is what printf or echo prints.
func printed(c command) ([]byte, error) {
	if len(c) == 0 {
		return nil, scan.BadTextf("nothing is piped into curl")
	}
	for _, w := range c {
		if w.expands != "" {
			return nil, holds(c[0].text, w)
		}
	}
	switch c[0].text {
	case "echo":
		return echoed(c[1:])
	case "printf":
		return formatted(c[1:])
	}
	return nil, scan.BadTextf("the body comes from %q, which is not run; write the packet behind --data-raw", c[0].text)
}

// holds is the error about a word of which only a shell knows a part.
func holds(what string, w word) error {
	return scan.BadTextf("%s holds %s; write what it stands for, no shell is run", what, w.expands)
}

// echoed is what echo prints, which leaves backslashes alone as bash's does.
func echoed(args []word) ([]byte, error) {
	end := "\n"
	if len(args) > 0 && args[0].text == "-n" {
		end, args = "", args[1:]
	}
	var texts []string
	for _, w := range args {
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
