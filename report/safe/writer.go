package safe

import (
	"fmt"
	"io"
)

// StickyWriter keeps the first error, so that a report checks for errors once and not after each line.
type StickyWriter struct {
	W   io.Writer
	Err error
}

func (e *StickyWriter) Write(p []byte) (int, error) {
	if e.Err != nil {
		return len(p), nil
	}
	if _, e.Err = e.W.Write(p); e.Err != nil {
		e.Err = fmt.Errorf("write the report: %w", e.Err)
	}
	return len(p), nil
}
