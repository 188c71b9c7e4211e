package lintreport

import (
	"errors"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Writers write the same in several formats: the first to standard output, the others to the files of reports.
type Writers []*Writer

// each calls one method of all, and joins their errors.
func (list Writers) each(call func(*Writer) error) error {
	var err error
	for _, w := range list {
		err = errors.Join(err, call(w))
	}
	return err
}

// Problem writes a problem of an entry.
func (list Writers) Problem(e *read.Entry, p *lint.Problem) error {
	return list.each(func(w *Writer) error { return w.Problem(e, p) })
}

// Entry tells of an exchange that was judged, once its problems are written.
func (list Writers) Entry(e *read.Entry, fails bool) error {
	return list.each(func(w *Writer) error { return w.Entry(e, fails) })
}

// Unreadable writes an entry that could not be read.
func (list Writers) Unreadable(b *read.BadEntry) error {
	return list.each(func(w *Writer) error { return w.Unreadable(b) })
}

// End writes the ends of the formats, with the summary.
func (list Writers) End(s Summary) error {
	return list.each(func(w *Writer) error { return w.End(s) })
}
