package read

import (
	"bytes"
	"errors"
	"slices"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
	"github.com/timhook/timhook/webhook/capture/shell"
)

// commands reads shell lines that call curl. What else stands in a script is passed over as long as no body comes from it.
func (r *reading) commands(s *scan.Source) error {
	for !r.done() {
		s.Begin()
		if next := s.Peek(3); s.Line == 1 && string(next) == "\xef\xbb\xbf" {
			s.Skip(3)
		}
		line := s.Line
		list, err := shell.Pipeline(s)
		if scan.Failed(err) {
			err = r.badCommand(s, line, err)
		} else if err != nil {
			return nil
		} else if at := slices.IndexFunc(list, shell.IsCurl); at >= 0 {
			err = r.curl(s, list[:at], list[at])
		} else if first := shell.Bare(list[0]); len(first) > 0 && !isHarmless(first[0].Text) {
			err = r.bad(first[0].Begin.Line, scan.BadTextf("got the command %q, want curl", first[0].Shown()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// badCommand goes on with the next line that begins a command.
func (r *reading) badCommand(s *scan.Source, line int, err error) error {
	bad := (*scan.BadText)(nil)
	if !errors.As(err, &bad) {
		return err
	}
	if err := r.bad(line, bad.Err); err != nil {
		return err
	}
	for {
		next := s.Peek(8)
		if len(next) == 0 || s.Column == 1 && (bytes.HasPrefix(next, []byte("curl ")) || bytes.HasPrefix(next, []byte("printf "))) {
			return nil
		}
		s.Begin()
		if _, err := s.Next(); scan.Failed(err) {
			return err
		}
	}
}

func isHarmless(name string) bool {
	return slices.Contains([]string{"set", "cd", "export", "sleep", "echo", "printf", "true", "exit", "date", "unset"}, name)
}

// curl makes an entry of a curl line and the commands whose output it reads.
func (r *reading) curl(s *scan.Source, before []shell.Command, c shell.Command) error {
	c = shell.Bare(c)
	line := c[0].Begin.Line
	if len(before) > 0 && len(before[0]) > 0 {
		line = before[0][0].Begin.Line
	}
	call, err := shell.NewCurlCall(c[1:], before)
	if err == nil {
		var request capture.Request
		if request, err = call.Request(); err == nil {
			r.good(&Entry{Record: capture.Record{Request: request}, Line: line, place: call.Place(line)})
			return nil
		}
	}
	return r.bad(line, err)
}
