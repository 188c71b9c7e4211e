package shell

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
)

// dialect is whose rules of quoting a line keeps.
type dialect int

const (
	posix dialect = iota
	cmdExe
	powerShell
)

// dialect tells whose line begins here: by its prompt or its first word, by how it goes on at its end, and by
// quotes that only one shell has. Where nothing tells, it is that of the lines before, for a script is of one shell.
func (s *Script) dialect(b beginning) dialect {
	if b.windows != posix {
		s.windows = b.windows
		return b.windows
	}
	text := s.logical()
	if d, certain := dialectOf(text, b.name, s.windows); certain {
		if d != posix {
			s.windows = d
		}
		return d
	}
	return s.windows
}

// logical is the line that begins here, with those that its end says follow, as far as it can be seen at once.
func (s *Script) logical() []byte {
	for _, most := range []int{4 << 10, 64 << 10} {
		text := s.source.Peek(most)
		for at := 0; ; {
			end := bytes.IndexByte(text[at:], '\n')
			if end < 0 {
				if len(text) < most {
					return text
				}
				break
			}
			at += end + 1
			if line := bytes.TrimRight(text[:at], "\r\n"); len(line) == 0 || strings.IndexByte("\\^`", line[len(line)-1]) < 0 {
				return text[:at]
			}
		}
	}
	return s.source.Peek(64 << 10)
}

// percentName is a variable as cmd.exe has them. Escapes of a URL are shorter.
var percentName = pattern.Of(`^%[A-Za-z_][A-Za-z0-9_]{2,}%`)

// dialectOf looks for what only one shell has. It follows the quotes of POSIX, within whose single quotes everything
// may stand; there, only PowerShell's users write \" for curl.exe.
func dialectOf(text []byte, name string, before dialect) (d dialect, certain bool) {
	isExe := strings.HasSuffix(strings.ToLower(name), ".exe")
	quote := byte(0)
	isOpen := false // a command in backquotes is
	for i := 0; i < len(text); i++ {
		c, rest := text[i], text[i+1:]
		switch {
		case quote == '\'':
			if c == '\'' {
				quote = 0
			}
		case quote == 0 && c == '\'' && i > 0 && text[i-1] == '$':
			i += ansiLength(rest)
		case quote == 0 && c == '\'':
			quote = c
			switch {
			case atHereString(text, i), isExe && !hasContinuation(text):
				return powerShell, true
			case before == cmdExe && i > 0 && text[i-1] == ' ':
				return posix, true // cmd has no such quotes
			}
		case c == '"' && quote == '"':
			quote = 0
		case c == '"':
			_, isOld := oldChrome(rest)
			switch {
			case isOld, doubledQuotes().Match(rest):
				return cmdExe, true
			case atHereString(text, i):
				return powerShell, true
			}
			quote = c
		case c == '^' && quote == 0 && isCaret(rest):
			return cmdExe, true
		case c == '%' && percentName().Match(text[i:]):
			return cmdExe, true
		case c == '`' && !isOpen && isBacktick(quote, rest):
			return powerShell, true
		case c == '`':
			isOpen = !isOpen
		case c == '\\' && lineEnd(rest) > 0:
			return posix, true
		case c == '\\':
			i++
		case quote == 0 && (bytes.HasPrefix(text[i:], []byte("--% ")) || bytes.HasPrefix(text[i:], []byte("$env:"))):
			return powerShell, true
		}
	}
	return posix, false
}

// hasContinuation reports whether a line goes on as one of sh does.
func hasContinuation(text []byte) bool {
	return bytes.Contains(text, []byte("\\\n")) || bytes.Contains(text, []byte("\\\r\n"))
}

// isCaret reports whether a ^ escapes what follows, as in cmd: a sign that cmd obeys, or the end of a line.
func isCaret(rest []byte) bool {
	isSign := len(rest) > 0 && strings.IndexByte(`"&|<>`, rest[0]) >= 0
	return isSign || lineEnd(bytes.TrimLeft(rest, " \t")) > 0
}

// isBacktick reports whether a backtick escapes what follows, as in PowerShell: the end of a line, or a quote.
func isBacktick(quote byte, rest []byte) bool {
	if quote == '"' {
		return bytes.HasPrefix(rest, []byte(`"`))
	}
	return lineEnd(bytes.TrimLeft(rest, " \t")) > 0
}

// ansiLength is how long the rest of a $'…' is.
func ansiLength(rest []byte) int {
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '\'':
			return i + 1
		}
	}
	return len(rest)
}

// atHereString reports whether the quote at i opens a here string of PowerShell.
func atHereString(text []byte, i int) bool {
	return i > 0 && text[i-1] == '@' && lineEnd(text[i+1:]) > 0
}

// doubledQuotes begin a text in double quotes that spells the quotes of JSON as two each.
var doubledQuotes = pattern.Of(`^ *[\[{][\[{ ]*""\w+"" *:`)

// lineEnd is the length of the end of a line that b begins with.
func lineEnd(b []byte) int {
	switch {
	case len(b) > 0 && b[0] == '\n':
		return 1
	case len(b) > 1 && b[0] == '\r' && b[1] == '\n':
		return 2
	}
	return 0
}
