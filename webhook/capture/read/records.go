package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/timhook/timhook/webhook/capture"
)

// records reads the lines of a capture. Their numbers are those of the entries.
func (r *inputReader) records(text io.Reader) error {
	return r.eachLine(text, r.record)
}

// eachLine hands over line after line, until there is none or no more are wanted.
func (r *inputReader) eachLine(text io.Reader, take func(textLine) error) error {
	in := newLines(text, r.options.MaxLine)
	for !r.done() {
		line, err := in.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err == nil:
			err = take(line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *inputReader) record(line textLine) error {
	if line.fault != nil {
		return r.rejectAt(line.number, line.number, line.fault)
	}
	if len(bytes.TrimSpace(line.text)) == 0 {
		return nil
	}
	text := bytes.Clone(line.text) // the reader uses its buffer again
	record, err := capture.ParseLine(text)
	switch {
	case err != nil && line.torn:
		return r.rejectAt(line.number, line.number, fmt.Errorf("the last line is torn: %w", err))
	case err != nil:
		return r.rejectAt(line.number, line.number, err)
	}
	e := &Entry{Record: *record, Line: line.number, Dated: !record.Start.IsZero()}
	e.place = capture.PlacesInLine(text, line.number)
	r.acceptAt(line.number, e)
	return nil
}
