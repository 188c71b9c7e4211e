package inputs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook/capture/read"
)

// spoolMemory is how much of standard input is held in memory; the rest goes to a temporary file.
const spoolMemory = 4 << 20

// spool is a stream that can be read more than once: what was read of it is kept. A first reader waits for
// nothing, so that what comes slowly is shown as it comes.
type spool struct {
	in   io.Reader
	most int // bytes that are held in memory
	held []byte
	file *os.File // what is behind held; its name is gone already where the system allows that
	size int64
	end  error // of in
}

// spoolOf keeps a stream until the end of the run.
func spoolOf(a *cli.App, in io.Reader) *spool {
	s := &spool{in: in, most: spoolMemory}
	a.AtEnd = append(a.AtEnd, s.close)
	return s
}

// late is a stream that is opened when it is first read.
type late struct {
	open func() (io.ReadCloser, error)
	in   io.Reader
}

// Read implements [io.Reader].
func (l *late) Read(p []byte) (int, error) {
	if l.in == nil {
		in, err := l.open()
		if err != nil {
			return 0, err
		}
		l.in = in
	}
	return l.in.Read(p)
}

// open starts at the beginning.
func (s *spool) open() (io.ReadCloser, error) { return &spoolReader{s: s}, nil }

type spoolReader struct {
	s  *spool
	at int64
}

func (r *spoolReader) Close() error { return nil }

func (r *spoolReader) Read(p []byte) (int, error) {
	n, err := r.s.readAt(p, r.at)
	r.at += int64(n)
	return n, err
}

func (s *spool) readAt(p []byte, at int64) (int, error) {
	switch {
	case len(p) == 0:
		return 0, nil
	case at < int64(len(s.held)):
		return copy(p, s.held[at:]), nil
	case at < s.size:
		n, err := s.file.ReadAt(p[:min(int64(len(p)), s.size-at)], at-int64(len(s.held)))
		if n > 0 {
			err = nil
		}
		return n, err
	case s.end != nil:
		return 0, s.end
	}
	n, err := s.in.Read(p)
	s.end = err
	if kept := s.keep(p[:n]); kept != nil {
		s.end = fmt.Errorf("keep standard input: %w", kept)
		return 0, s.end
	}
	if n > 0 {
		err = nil // it comes again
	}
	return n, err
}

func (s *spool) keep(p []byte) error {
	room := min(len(p), s.most-len(s.held))
	if s.file == nil && room > 0 {
		s.held = append(s.held, p[:room]...)
		s.size += int64(room)
		p = p[room:]
	}
	if len(p) == 0 {
		return nil
	}
	if s.file == nil {
		file, err := os.CreateTemp("", "timhook-*.ndjson") // mode 0600
		if err != nil {
			return err
		}
		s.file = file
		_ = os.Remove(file.Name()) // an open file stays readable, except where the system refuses to remove it
	}
	n, err := s.file.Write(p)
	s.size += int64(n)
	return err
}

// close removes the temporary file where it is still there.
func (s *spool) close() {
	if s.file == nil {
		return
	}
	name := s.file.Name()
	if err := errors.Join(s.file.Close(), os.Remove(name)); errors.Is(err, os.ErrNotExist) {
		return
	}
}

// UntilDone are inputs that cannot be read any further once the context is done, so that a signal ends the reading of
// gigabytes.
func UntilDone(ctx context.Context, inputs []read.Input) []read.Input {
	inputs = slices.Clone(inputs)
	for i, in := range inputs {
		inputs[i].Open = func() (io.ReadCloser, error) {
			file, err := in.Open()
			if err != nil {
				return nil, err
			}
			return untilDone{file, func(p []byte) (int, error) {
				if err := context.Cause(ctx); err != nil {
					return 0, err
				}
				return file.Read(p)
			}}, nil
		}
	}
	return inputs
}

type untilDone struct {
	io.Closer
	read func([]byte) (int, error)
}

// Read implements [io.Reader].
func (u untilDone) Read(p []byte) (int, error) { return u.read(p) }
