package read

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/timhook/timhook/internal/har"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// archive reads the entries of a HAR one after the other, so that it may be larger than the memory.
// Only POST is a callback: browsers record much else.
func (r *inputReader) archive(s *scan.Source) error {
	if _, _, err := s.Gap(); scan.Failed(err) {
		return err
	}
	err := object(s, func(name string) error {
		if name != "log" {
			return ignore(s)
		}
		return object(s, func(name string) error {
			if name != "entries" {
				return ignore(s)
			}
			return array(s, func() error { return r.archiveEntry(s) })
		})
	})
	if at := (*faultError)(nil); errors.As(err, &at) {
		return &inputError{r.input.Name, at.line, at.err}
	}
	return err
}

// errEnough ends the walk through an archive.
var errEnough = errors.New("no more is wanted")

// archiveEntry reads the entry that begins here.
func (r *inputReader) archiveEntry(s *scan.Source) error {
	v, err := s.Value()
	if err != nil {
		return fault(s, err)
	}
	var got har.Entry
	if err := json.Unmarshal(v.Text, &got); err != nil {
		err = r.reject(v.Begin.Line, fmt.Errorf("HAR entry: %w", scan.PlainMistake(err)))
		return errors.Join(err, r.enough())
	}
	if got.Request.Method != "POST" {
		r.summary.Skipped++
		return nil
	}
	e, err := harEntry(&got)
	if err != nil {
		err = r.reject(v.Begin.Line, fmt.Errorf("HAR entry: %w", err))
		return errors.Join(err, r.enough())
	}
	e.Line = v.Begin.Line
	e.place = func(bool, int) capture.Place { return v.Begin } // the bodies are spelt with escapes there
	r.accept(e)
	return r.enough()
}

func (r *inputReader) enough() error {
	if r.done() {
		return errEnough
	}
	return nil
}

// faultError is a place where a text stops being JSON.
type faultError struct {
	line int
	err  error
}

func (e *faultError) Error() string { return e.err.Error() }
func (e *faultError) Unwrap() error { return e.err }

// fault is an error of [source.value] with its line; an error of the reading itself stays what it is.
func fault(s *scan.Source, err error) error {
	if scan.IsCut(err) {
		return &faultError{s.Line, err}
	}
	return err
}

// want goes to the next byte, which has to be c, or the end of an object or array. With c 0, any byte will do, and with
// end 0 no end.
func want(s *scan.Source, c, end byte) (ends bool, err error) {
	for {
		got, _, err := s.Gap()
		switch {
		case scan.Failed(err):
			return false, err
		case err != nil:
			return false, &faultError{s.Line, scan.ErrTextEnds}
		case got == ',' && end != 0:
			s.Skip(1)
		case got == end && end != 0:
			s.Skip(1)
			return true, nil
		case got == c, c == 0:
			return false, nil
		default:
			return false, &faultError{s.Line, fmt.Errorf("column %d: got %q, want %q", s.Column, got, c)}
		}
	}
}

// object takes an object and calls member with the source before each value, which member takes.
func object(s *scan.Source, member func(name string) error) error {
	if _, err := want(s, '{', 0); err != nil {
		return err
	}
	s.Skip(1)
	for {
		s.Begin()
		ends, err := want(s, '"', '}')
		if err != nil || ends {
			return err
		}
		name, err := s.Value()
		if err != nil {
			return fault(s, err)
		}
		if _, err := want(s, ':', 0); err != nil {
			return err
		}
		s.Skip(1)
		if _, err := want(s, 0, 0); err != nil {
			return err
		}
		if err := member(unquoted(name.Text)); err != nil {
			return err
		}
	}
}

// array takes an array and calls item with the source before each value, which item takes.
func array(s *scan.Source, item func() error) error {
	if _, err := want(s, '[', 0); err != nil {
		return err
	}
	s.Skip(1)
	for {
		s.Begin()
		ends, err := want(s, 0, ']')
		if err != nil || ends {
			return err
		}
		if err := item(); err != nil {
			return err
		}
	}
}

// ignore takes a value.
func ignore(s *scan.Source) error {
	_, err := s.Value()
	return fault(s, err)
}
