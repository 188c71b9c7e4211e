// Package shell reads requests out of shell lines that call curl, as a browser copies them or a script holds them.
//
// No shell is run, and no file is read. What a shell would put in the place of a variable or a command is not known
// here: it is left out of a query, since there it is the signature in the lines that timhook prints, and refused
// elsewhere.
package shell

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Script is a text of shell lines.
type Script struct {
	source *scan.Source
	lost   bool // behind a line that is no shell's
}

// NewScript reads a script from its beginning.
func NewScript(s *scan.Source) *Script { return &Script{source: s} }

// Call is a line of a script that calls curl, or that cannot be read.
type Call struct {
	Line    int             // on which it begins, from 1
	Request capture.Request // that curl would send, without the Accept and User-Agent that it adds
	Err     error           // why there is no request; the lines behind this one can be read
	// Place is the place of a byte of the body in the script. Where the script spells the body otherwise, as with
	// escapes, it is the beginning of the call.
	Place func(isAnswer bool, offset int) capture.Place
}

// Next goes to the next call. Commands that only prepare or tell something, for instance set and echo, are passed over.
// The error is the text's: [io.EOF] at its end.
func (s *Script) Next() (*Call, error) {
	for {
		s.source.Begin()
		if next := s.source.Peek(3); s.source.Line == 1 && string(next) == "\xef\xbb\xbf" {
			s.source.Skip(3)
		}
		if s.lost {
			if err := s.resume(); err != nil {
				return nil, err
			}
		}
		line := s.source.Line
		list, err := pipeline(s.source)
		if bad := (*scan.BadText)(nil); errors.As(err, &bad) {
			s.lost = true
			return &Call{Line: line, Err: bad.Err}, nil
		}
		if err != nil {
			return nil, err
		}
		if at := slices.IndexFunc(list, isCurl); at >= 0 {
			return newCall(list[:at], bare(list[at])), nil
		}
		if first := bare(list[0]); len(first) > 0 && !slices.Contains(harmless, first[0].text) {
			err := scan.BadTextf("got the command %q, want curl", first[0].shown())
			return &Call{Line: first[0].begin.Line, Err: err}, nil
		}
	}
}

// resume goes to the next line that begins a command for certain, or to the end.
func (s *Script) resume() error {
	s.lost = false
	for {
		next := s.source.Peek(8)
		isCommand := bytes.HasPrefix(next, []byte("curl ")) || bytes.HasPrefix(next, []byte("printf "))
		if len(next) == 0 || s.source.Column == 1 && isCommand {
			return nil
		}
		s.source.Begin()
		if _, err := s.source.Next(); scan.Failed(err) {
			return err
		}
	}
}

// newCall reads a command that calls curl, and the commands whose output it reads.
func newCall(before []command, curl command) *Call {
	call := &Call{Line: curl[0].begin.Line}
	if len(before) > 0 && len(before[0]) > 0 {
		call.Line = before[0][0].begin.Line
	}
	c := &curlCall{stdin: before}
	if call.Err = c.read(curl[1:]); call.Err == nil {
		call.Request, call.Err = c.request()
		call.Place = c.place(call.Line)
	}
	return call
}

// harmless are commands that scripts call beside curl.
var harmless = []string{"set", "cd", "export", "sleep", "echo", "printf", "true", "exit", "date", "unset"}

// prefixes are words that stand in front of a command.
var prefixes = []string{"$", "%", "time", "sudo", "exec", "command", "nohup"}

// bare is a command without a prompt, variables that are set for it, and words that only say how to run it.
func bare(c command) command {
	isOdd := func(r rune) bool { return r > 0x7f || !isNameByte(byte(r)) }
	for len(c) > 0 {
		name, _, isSet := strings.Cut(c[0].text, "=")
		isSet = isSet && name != "" && strings.IndexFunc(name, isOdd) < 0
		if !isSet && !slices.Contains(prefixes, c[0].text) {
			break
		}
		c = c[1:]
	}
	return c
}

func isCurl(c command) bool {
	c = bare(c)
	return len(c) > 0 && IsCurl(c[0].text)
}

// IsCurl reports whether a word of a shell line is the name of curl, also with its folder or .exe.
func IsCurl(word string) bool { return strings.TrimSuffix(path.Base(word), ".exe") == "curl" }
