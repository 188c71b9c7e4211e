package read

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/timhook/timhook/internal/har"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// archive reads the entries of a HAR one after the other, so that it may be larger than the memory.
func (r *inputReader) archive(s *scan.Source) error {
	if _, _, err := s.Gap(); scan.Failed(err) {
		return err
	}
	err := s.Object(func(name string) error {
		if name != "log" {
			return s.Ignore()
		}
		return s.Object(func(name string) error {
			if name != "entries" {
				return s.Ignore()
			}
			return s.Array(func() error { return r.archiveEntry(s) })
		})
	})
	if at := (*scan.FaultError)(nil); errors.As(err, &at) {
		return &inputError{r.input.Name, at.Line, at.Err}
	}
	return err
}

// errEnough ends the walk through an archive.
var errEnough = errors.New("no more is wanted")

// archiveEntry reads the entry that begins here.
func (r *inputReader) archiveEntry(s *scan.Source) error {
	v, err := s.Value()
	if err != nil {
		return s.Fault(err)
	}
	var got har.Entry
	var e *Entry
	if err = scan.PlainMistake(json.Unmarshal(v.Text, &got)); err == nil {
		if why := otherRequest(&got.Request); why != "" {
			r.summary.pass(why, v.Begin.Line)
			return nil
		}
		e, err = harEntry(&got)
	}
	if err != nil {
		err = r.reject(v.Begin.Line, fmt.Errorf("HAR entry: %w", err))
	} else {
		e.Line = v.Begin.Line
		e.place = func(bool, int) capture.Place { return v.Begin } // the bodies are spelt with escapes there
		r.accept(e)
	}
	if r.done() {
		return errors.Join(err, errEnough)
	}
	return err
}

// otherRequest is why a request that is no POST is none of Chat's callbacks. Browsers record many of them, so they have
// no number.
func otherRequest(h *har.Request) string {
	if strings.EqualFold(h.Method, "POST") {
		return ""
	}
	_, query, _ := strings.Cut(h.URL, "?")
	r := capture.Request{Method: h.Method, Query: query, Body: []byte(h.PostData.Text)}
	return r.NotCallback()
}
