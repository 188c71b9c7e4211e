// Package shell reads requests out of shell lines that call curl, as a browser copies them, a script holds them or
// a bug report quotes them: lines of sh and bash, of Windows' cmd.exe, and of PowerShell.
//
// No shell is run. Files are read only through [Script.Beside]. A variable has the value that the script gives it on a
// line before; what else a shell would put in the place of a variable or a command is not known here. The part of the
// request that it hides is named in [scan.Found.Hidden].
//
// The rules of quoting are those of POSIX.1 (Shell Command Language, 2.2), of bash's manual (3.1.2), of Microsoft's
// pages "Parsing C command-line arguments" and "about_Quoting_Rules", and, for cmd.exe, of what browsers print for it.
package shell

import (
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Script is a text of shell lines.
type Script struct {
	// Beside reads a file that lies beside the script, for instance for --data @packet.json. It is nil where nothing
	// does, as with standard input.
	Beside func(name string) ([]byte, error)

	source  *scan.Source
	known   variables
	posix   *lines
	windows dialect           // of a line that could be of several shells; the zero value is POSIX
	fenced  bool              // between the fences of a Markdown text
	lost    bool              // behind a line that is no shell's
	written map[string][]byte // files that commands of the script write; nil where what they print is not known
	calls   []*scan.Found     // that were read and not given
	err     error             // that follows them
}

// NewScript reads a script from its beginning.
func NewScript(s *scan.Source) *Script {
	s.NUL = errNUL
	known := variables{}
	lines := &lines{tokens: &tokens{Source: s, known: known}}
	return &Script{source: s, known: known, posix: lines, written: map[string][]byte{}}
}

// Next goes to the next line that calls curl, or that cannot be read. Commands that only prepare or tell something, for
// instance set and echo, are passed over, and so is text around the commands.
//
// The request is the one that curl would send, without the Accept and User-Agent that it adds. Of a hidden URL, query
// or header field it has nothing; of a hidden body it has the text as it is written, with the names of variables in it.
// Where the script spells the body otherwise, as with escapes, its place is the beginning of the call.
//
// The error is the text's: [io.EOF] at its end.
func (s *Script) Next() (*scan.Found, error) {
	for len(s.calls) == 0 {
		if s.err != nil {
			return nil, s.err
		}
		s.source.Begin()
		s.err = s.line()
	}
	call := s.calls[0]
	s.calls = s.calls[1:]
	return call, nil
}

// line takes a line, however long it goes on, and what it calls. The error is the text's.
func (s *Script) line() error {
	if next := s.source.Peek(3); s.source.Line == 1 && s.source.Column == 1 && string(next) == "\xef\xbb\xbf" {
		s.source.Skip(3)
	}
	if s.lost {
		if err := s.resume(); err != nil {
			return err
		}
	}
	begin := s.begins()
	s.source.Skip(begin.prompt)
	switch begin.kind {
	case noCommand:
		return s.pass()
	case otherTool:
		s.add(&scan.Found{Line: s.source.Line, Err: notCurl(begin.name)})
		return s.passLogical()
	}
	line := s.source.Line
	var list []pipeline
	var err error
	switch s.dialect(begin) {
	case cmdExe:
		list, err = s.cmdLine()
	case powerShell:
		list, err = s.powerShellLine()
	default:
		list, err = s.posixLine(begin.prompt > 0)
	}
	for _, p := range list {
		s.call(p)
	}
	if bad := (*scan.BadText)(nil); errors.As(err, &bad) {
		s.lost = true
		s.add(&scan.Found{Line: line, Err: bad.Err})
		return nil
	}
	if err == nil {
		s.checkEnd(list)
	}
	return err
}

func (s *Script) add(c *scan.Found) { s.calls = append(s.calls, c) }

// pass takes the rest of a line. The end of the text is no failure before the next line is asked for.
func (s *Script) pass() error {
	for {
		c, err := s.source.Next()
		if err != nil && err != errNUL || c == '\n' {
			return err
		}
	}
}

// passLogical takes a line, and those with which it goes on.
func (s *Script) passLogical() error {
	for last := byte(0); ; {
		c, err := s.source.Next()
		if err != nil && err != errNUL || c == '\n' && strings.IndexByte("\\^`", last) < 0 {
			return err
		}
		if c != '\r' && c != '\n' {
			last = c
		} else if c == '\n' {
			last = 0
		}
	}
}

// resume goes to the next line that begins a command for certain, or to the end.
func (s *Script) resume() error {
	s.lost = false
	for {
		if s.source.Column == 1 && s.begins().certain {
			return nil
		}
		s.source.Begin()
		if _, err := s.source.Next(); err != nil && err != errNUL {
			return err
		}
	}
}

// checkEnd refuses a call whose options go on behind the end of its line: a backslash is missing there, and the shell
// runs curl without them.
func (s *Script) checkEnd(list []pipeline) {
	if len(list) == 0 || len(s.calls) == 0 || !list[len(list)-1].callsCurl() {
		return
	}
	next := strings.TrimLeft(string(s.source.Peek(64)), " \t")
	if len(next) < 2 || next[0] != '-' || next[1] != '-' && !isLetter(next[1]) || strings.HasPrefix(next, "---") {
		return
	}
	last := s.calls[len(s.calls)-1]
	if last.Err == nil {
		option, _, _ := strings.Cut(strings.Fields(next)[0], "=")
		cure := "write a \\ at the end of line " + strconv.Itoa(s.source.Line-1)
		if s.posix.idle != "" {
			cure = "line " + strconv.Itoa(s.source.Line-1) + " is " + s.posix.idle + ": delete it"
		}
		last.Err = scan.BadTextf("line %d ends the command, and line %d begins with %s; %s", s.source.Line-1, s.source.Line,
			option, cure)
		last.Record, last.Notes, last.Hidden, last.Place = capture.Record{}, nil, nil, nil
	}
}

func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// call adds the call of a pipeline, if it calls curl, and an error if it would send a packet otherwise.
func (s *Script) call(p pipeline) {
	s.write(p)
	for i, c := range p {
		if curl := c.bare(); isCurl(curl.words) {
			for _, one := range curl.each() {
				s.add(s.newCall(p[:i], one))
			}
			return
		}
	}
	for _, c := range p {
		if s.callsWithin(c.bare()) {
			return
		}
		if words := c.bare().words; sends(words) {
			s.add(&scan.Found{Line: words[0].begin.Line, Err: notCurl(words[0].shown())})
			return
		}
	}
}

// shells are commands that take lines of a shell in a word.
var shells = []string{"bash", "sh", "zsh", "dash", "eval", "ssh", "su", "watch", "script"}

// callsWithin adds the calls of lines that a command gives to another shell, as in ssh host 'curl …'.
func (s *Script) callsWithin(c command) (found bool) {
	if len(c.words) < 2 || !slices.Contains(shells, c.words[0].text) {
		return false
	}
	for _, w := range c.words[1:] {
		if !strings.Contains(w.text, "curl ") {
			continue
		}
		list, err := s.posix.parsed(w.named(), w.begin.Line)
		for _, p := range list {
			s.call(p)
		}
		if bad := (*scan.BadText)(nil); errors.As(err, &bad) {
			s.add(&scan.Found{Line: w.begin.Line, Err: bad.Err})
		}
		found = true
	}
	return found
}

// newCall reads a command that calls curl, and the commands whose output it reads.
func (s *Script) newCall(before pipeline, curl command) *scan.Found {
	call := &scan.Found{Line: curl.words[0].begin.Line}
	if len(before) > 0 && len(before[0].words) > 0 {
		call.Line = before[0].words[0].begin.Line
	}
	c := &curlCall{script: s, stdin: before, input: curl.input, dialect: curl.dialect}
	call.Err = c.read(curl.words[1:])
	if call.Err == nil {
		call.Record.Request, call.Err = c.request()
	}
	if call.Err == nil {
		call.Notes, call.Hidden = append(curl.notes, c.notes...), c.hidden
		call.Place = c.place(call.Line)
	}
	return call
}

func isCurl(words []word) bool { return len(words) > 0 && IsCurl(words[0].text) }

// IsCurl reports whether a word of a shell line is the name of curl, also with its folder or .exe.
func IsCurl(word string) bool {
	name := strings.ToLower(path.Base(strings.ReplaceAll(word, `\`, "/")))
	return strings.TrimSuffix(name, ".exe") == "curl"
}
