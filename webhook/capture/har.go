package capture

import (
	"encoding/json"
	"errors"
	"fmt"
)

// archive reads the entries of a HAR one after the other, so that it may be larger than the memory.
// Only POST is a callback: browsers record much else.
func (r *reading) archive(s *source) error {
	if _, _, err := s.gap(); failed(err) {
		return err
	}
	err := s.object(func(name string) error {
		if name != "log" {
			return s.ignore()
		}
		return s.object(func(name string) error {
			if name != "entries" {
				return s.ignore()
			}
			return s.array(func() error { return r.archived(s) })
		})
	})
	if at := (*faultError)(nil); errors.As(err, &at) {
		return &inputError{r.input.Name, at.line, at.err}
	}
	return err
}

// errEnough ends the walk through an archive.
var errEnough = errors.New("no more is wanted")

// archived reads the entry that begins here.
func (r *reading) archived(s *source) error {
	v, err := s.value()
	if err != nil {
		return s.fault(err)
	}
	var got harEntry
	if err := json.Unmarshal(v.text, &got); err != nil {
		err = r.bad(v.begin.Line, fmt.Errorf("HAR entry: %w", plainMistake(err)))
		return errors.Join(err, r.enough())
	}
	if got.Request.Method != "POST" {
		r.summary.Skipped++
		return nil
	}
	e, err := got.entry()
	if err != nil {
		err = r.bad(v.begin.Line, fmt.Errorf("HAR entry: %w", err))
		return errors.Join(err, r.enough())
	}
	e.Line = v.begin.Line
	e.place = func(bool, int) Place { return v.begin } // the bodies are spelt with escapes there
	r.good(e)
	return r.enough()
}

func (r *reading) enough() error {
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
func (s *source) fault(err error) error {
	if isCut(err) {
		return &faultError{s.line, err}
	}
	return err
}

// want goes on to the next byte and says whether it is the one that is wanted, or the end of what is read.
func (s *source) want(c, end byte) (ends bool, err error) {
	for {
		got, _, err := s.gap()
		switch {
		case failed(err):
			return false, err
		case err != nil:
			return false, &faultError{s.line, errTextEnds}
		case got == ',' && end != 0:
			s.skip(1)
		case got == end && end != 0:
			s.skip(1)
			return true, nil
		case got == c, c == 0:
			return false, nil
		default:
			return false, &faultError{s.line, fmt.Errorf("column %d: got %q, want %q", s.column, got, c)}
		}
	}
}

// object takes an object and calls member with the source before each value, which member takes.
func (s *source) object(member func(name string) error) error {
	if _, err := s.want('{', 0); err != nil {
		return err
	}
	s.skip(1)
	for {
		s.begin()
		ends, err := s.want('"', '}')
		if err != nil || ends {
			return err
		}
		name, err := s.value()
		if err != nil {
			return s.fault(err)
		}
		if _, err := s.want(':', 0); err != nil {
			return err
		}
		s.skip(1)
		if _, err := s.want(0, 0); err != nil {
			return err
		}
		if err := member(unquoted(name.text)); err != nil {
			return err
		}
	}
}

// array takes an array and calls item with the source before each value, which item takes.
func (s *source) array(item func() error) error {
	if _, err := s.want('[', 0); err != nil {
		return err
	}
	s.skip(1)
	for {
		s.begin()
		ends, err := s.want(0, ']')
		if err != nil || ends {
			return err
		}
		if err := item(); err != nil {
			return err
		}
	}
}

// ignore takes a value.
func (s *source) ignore() error {
	_, err := s.value()
	return s.fault(err)
}
