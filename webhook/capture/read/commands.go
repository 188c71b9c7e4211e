package read

import (
	"errors"
	"io"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/httptext"
	"github.com/timhook/timhook/webhook/capture/scan"
	"github.com/timhook/timhook/webhook/capture/shell"
)

// messages reads raw HTTP messages.
func (r *inputReader) messages(s *scan.Source) error {
	messages := httptext.NewReader(s, httptext.Options{})
	for !r.done() {
		found, err := messages.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err == nil && found.Err != nil:
			err = r.reject(found.Line, found.Err)
		case err == nil:
			r.accept(&Entry{Record: found.Record, Line: found.Line, Notes: found.Notes, place: found.Place})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// commands reads shell lines that call curl.
func (r *inputReader) commands(s *scan.Source) error {
	script := shell.NewScript(s)
	for !r.done() {
		call, err := script.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err == nil && call.Err != nil:
			err = r.reject(call.Line, call.Err)
		case err == nil:
			r.accept(&Entry{Record: capture.Record{Request: call.Request}, Line: call.Line, place: call.Place})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
