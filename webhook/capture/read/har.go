package read

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/timhook/timhook/internal/har"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// archive reads the entries of a HAR one after the other, so that it may be larger than the memory.
func (r *inputReader) archive(s *scan.Source) error {
	if _, _, err := s.Gap(); scan.Failed(err) {
		return err
	}
	keep := tidy
	entries := func(name string) error {
		switch name {
		case "creator":
			v, err := s.Value()
			if bytes.Contains(v.Text, []byte(`"timhook"`)) {
				keep = remasked // its messages are as they were on the wire
			}
			return s.Fault(err)
		case "entries":
			return s.Array(func() error { return r.archiveEntry(s, keep) })
		}
		return s.Ignore()
	}
	err := s.Object(func(name string) error {
		if name != "log" {
			return s.Ignore()
		}
		return s.Object(entries)
	})
	at := (*scan.FaultError)(nil)
	switch {
	case errors.As(err, &at):
		return r.brokenArchive(at)
	case errors.Is(err, errEnough):
		return nil
	}
	return err
}

// errEnough ends the walk through an archive.
var errEnough = errors.New("no more is wanted")

// archiveEntry reads the entry that begins here.
func (r *inputReader) archiveEntry(s *scan.Source, keep func(*scan.Found)) error {
	v, err := s.Value()
	if line := s.Line; isCut(s, err) {
		err = fmt.Errorf("HAR entry: the archive ends in it, in line %d: the file is cut", line)
		return cmp.Or(r.reject(v.Begin.Line, err), errEnough)
	}
	if err != nil {
		return s.Fault(err)
	}
	f := har.Read(v.Text, r.input.Beside)
	f.Line = v.Begin.Line
	f.Place = func(bool, int) capture.Place { return v.Begin } // the bodies are spelt with escapes there
	if why := otherRequest(&f); why != "" {
		r.summary.pass(why, f.Line)
		return nil
	}
	keep(&f)
	if f.Err != nil {
		f.Err = fmt.Errorf("HAR entry: %w", f.Err)
	}
	if err = r.found(f); err == nil && r.done() {
		return errEnough
	}
	return err
}

// isCut reports whether a value has no end since the text ends in it, be it in a string with a line feed behind it.
func isCut(s *scan.Source, err error) bool {
	if errors.Is(err, scan.ErrLineEnds) {
		_, _, err = s.Gap()
		return errors.Is(err, io.EOF)
	}
	return errors.Is(err, scan.ErrTextEnds)
}

// otherRequest is why a request that is no POST is none of Chat's callbacks. Browsers record many of them, so they have
// no number.
func otherRequest(f *scan.Found) string {
	if f.Err != nil || f.Record.Request.Method == "" || isPost(f.Record.Request.Method) {
		return ""
	}
	return f.Record.Request.NotCallback()
}

// brokenArchive is about a place at which an archive stops being JSON, for instance since it is cut. What was read
// before counts.
func (r *inputReader) brokenArchive(at *scan.FaultError) error {
	if !r.readOne && len(r.summary.Passed) == 0 {
		return &inputError{r.input.Name, at.Line, at.Err}
	}
	err := at.Err
	if errors.Is(err, scan.ErrTextEnds) {
		err = errors.New("the archive ends here, and not as it should: the file is cut")
	}
	return r.reject(at.Line, err)
}
