package scan

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// FaultError is about a line on which a text stops being JSON.
type FaultError struct {
	Line int
	Err  error
}

func (e *FaultError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *FaultError) Unwrap() error { return e.Err }

// Object takes an object that may be larger than the memory. It calls member in front of each value, which member takes
// with [Source.Value], Object, [Source.Array] or [Source.Ignore]. Each member is an entry of its own for the limit.
func (s *Source) Object(member func(name string) error) error {
	return s.each('{', '}', '"', func() error {
		name, err := s.Value()
		if err != nil {
			return s.Fault(err)
		}
		if _, err := s.want(':', 0); err != nil {
			return err
		}
		s.Skip(1)
		if _, err := s.want(0, 0); err != nil {
			return err
		}
		text, _ := jsontext.AppendUnquote([]byte(nil), name.Text) // a broken name is another one
		return member(string(text))
	})
}

// Array takes an array as [Source.Object] does an object. It calls item in front of each value.
func (s *Source) Array(item func() error) error { return s.each('[', ']', 0, item) }

// Ignore takes a value.
func (s *Source) Ignore() error {
	_, err := s.Value()
	return s.Fault(err)
}

// each calls item in front of each item, which begins with first, or with any byte where that is 0.
func (s *Source) each(open, end, first byte, item func() error) error {
	if _, err := s.want(open, 0); err != nil {
		return err
	}
	s.Skip(1)
	for {
		s.Begin()
		if ends, err := s.want(first, end); err != nil || ends {
			return err
		}
		if err := item(); err != nil {
			return err
		}
	}
}

// want goes to the next byte, which has to be c, or any one where c is 0. With an end, commas are skipped, and the end
// may come instead, which is taken.
func (s *Source) want(c, end byte) (ends bool, err error) {
	for {
		got, _, err := s.Gap()
		switch {
		case Failed(err):
			return false, err
		case err != nil:
			return false, &FaultError{s.Line, ErrTextEnds}
		case got == ',' && end != 0:
			s.Skip(1)
		case got == end && end != 0:
			s.Skip(1)
			return true, nil
		case got == c, c == 0:
			return false, nil
		default:
			return false, &FaultError{s.Line, fmt.Errorf("column %d: got %q, want %q", s.Column, got, c)}
		}
	}
}

// Fault adds the line to an error about a value. An error about the text stays.
func (s *Source) Fault(err error) error {
	if IsCut(err) {
		return &FaultError{s.Line, err}
	}
	return err
}
