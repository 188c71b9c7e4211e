package read

import (
	"errors"
	"io"
	"net/url"
	"strconv"

	"github.com/timhook/timhook/internal/charset"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/httptext"
	"github.com/timhook/timhook/webhook/capture/logtext"
	"github.com/timhook/timhook/webhook/capture/scan"
	"github.com/timhook/timhook/webhook/capture/shell"
)

// messages reads raw HTTP messages.
func (r *inputReader) messages(s *scan.Source) error {
	return r.each(httptext.NewReader(s, httptext.Options{Beside: r.input.Beside}).Next)
}

// commands reads shell lines that call curl.
func (r *inputReader) commands(s *scan.Source) error {
	script := shell.NewScript(s)
	script.Beside = r.input.Beside
	return r.each(func() (scan.Found, error) {
		call, err := script.Next()
		if err != nil {
			return scan.Found{}, err
		}
		return *call, nil
	})
}

// log reads the packets that stand in the lines of a log.
func (r *inputReader) log(text io.Reader) error {
	var lines logtext.Reader
	err := r.eachLine(text, func(line textLine) error {
		if line.fault != nil {
			return r.reject(line.number, line.fault)
		}
		return r.foundIn(lines.Line(line.text, line.number))
	})
	if err != nil {
		return err
	}
	return r.foundIn(lines.End())
}

// each takes what a reader of another package finds, up to the end of its text.
func (r *inputReader) each(next func() (scan.Found, error)) error {
	for !r.done() {
		found, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = r.found(found)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// foundIn takes what other tools have kept.
func (r *inputReader) foundIn(list []scan.Found) error {
	for i, f := range list {
		list[i] = scan.Found{} // its memory is free once it is judged, and not after 100,000 others
		tidy(&f)
		if err := r.found(f); err != nil || r.done() {
			return err
		}
	}
	return nil
}

// isExact reports whether the body has the bytes that were sent, whatever text it was kept in: HAR and gor keep bytes,
// a text of ASCII spells them, and one that was saved in another encoding has not the length that was sent.
func (r *inputReader) isExact(request *capture.Request) bool {
	i := webhook.IndexField(request.Header, "Content-Length")
	fits := i >= 0 && request.Header[i].Value == strconv.Itoa(len(request.Body))
	return r.summary.Kind == KindHAR || r.summary.Kind == KindGor || !r.ascii.hasMore || fits
}

// found makes an entry of what a reader of another package has found. The error ends the reading.
func (r *inputReader) found(f scan.Found) error {
	request := &f.Record.Request
	if f.Err == nil && !r.isExact(request) {
		f.Err = charset.Check(request.Body)
	}
	if f.Err != nil {
		return r.reject(f.Line, f.Err)
	}
	e := &Entry{
		Record: f.Record, Line: f.Line, Lone: f.Lone, Dated: !f.Record.Start.IsZero(), Notes: f.Notes, Hidden: f.Hidden,
		place: f.Place,
	}
	if f.Lone && len(request.Body) > 0 && request.Query == "" {
		e.Request.Method, e.Request.Query = "POST", "CallbackCommand="+url.QueryEscape(e.Command())
	}
	r.accept(e)
	return nil
}
