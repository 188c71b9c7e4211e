package read

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/charset"
	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// inputReader reads one input. It holds back the entries that cannot be read until one can be: if there is none, the
// input is not of the format that it looked like, which is reported once and not for each entry.
type inputReader struct {
	input    Input
	options  ReadOptions
	yield    func(*Entry, error) bool
	summary  Summary
	odd      string      // what was odd about the input as a whole, for its first entry
	number   int         // of the last entry
	readOne  bool        // an entry was read, wanted or not
	heldBack []*BadEntry // that came before it
	ascii    asciiReader // of the text
	stopped  bool        // the caller wants no more, or Strict has ended the reading
	pastLast bool        // the last wanted entry is behind
}

// mostHeldBack is how many bad entries an input may begin with.
const mostHeldBack = 1000

// read gives all entries of the input. The error ends the whole reading.
func (r *inputReader) read() error {
	file, err := r.input.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	text, err := unpacked(file)
	if err != nil {
		return r.named(err)
	}
	defer text.Close()
	plain, encoding, err := charset.Reader(text)
	if err != nil {
		return r.named(err)
	}
	if encoding != "" {
		r.odd = "the text is " + encoding + ", and was read as UTF-8"
	}
	r.ascii.Reader = plain
	kind, whole, err := beginning(&r.ascii)
	if nothing := (*EmptyInput)(nil); errors.As(err, &nothing) {
		return r.reportEmpty(nothing.Why)
	}
	if err != nil {
		return r.named(err)
	}
	r.summary.Kind, r.summary.Format = kind, string(kind)
	if r.options.Detected != nil {
		r.options.Detected(r.input, kind)
	}
	if err := r.parse(whole); err != nil && !r.done() {
		return r.named(err)
	}
	return r.finish()
}

// asciiReader remembers whether a text was ASCII so far: then a body with other bytes is spelt in it with escapes or in
// base64, and is exact.
type asciiReader struct {
	io.Reader
	hasMore bool
}

func (a *asciiReader) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	a.hasMore = a.hasMore || slices.ContainsFunc(p[:n], func(c byte) bool { return c >= utf8.RuneSelf })
	return n, err
}

// parse reads the text as its kind.
func (r *inputReader) parse(text io.Reader) error {
	switch r.summary.Kind {
	case KindCapture:
		return r.records(text)
	case KindRun:
		return r.runCases(text)
	case KindHAR:
		return r.archive(scan.NewSource(text, r.options.MaxLine))
	case KindLines:
		return r.packetLines(text)
	case KindLog:
		return r.log(text)
	case KindGor:
		return r.each(envelope.NewGorReader(scan.NewSource(text, r.options.MaxLine)).Next)
	case KindHTTP:
		return r.messages(scan.NewSource(text, r.options.MaxLine))
	case KindCurl:
		return r.commands(scan.NewSource(text, r.options.MaxLine))
	}
	return r.packets(scan.NewSource(text, r.options.MaxLine))
}

// done reports whether nothing more is wanted.
func (r *inputReader) done() bool { return r.stopped || r.pastLast }

// inputError ends the reading.
type inputError struct {
	input string
	line  int
	err   error
}

func (e *inputError) Error() string { return fmt.Sprintf("%s:%d: %v", e.input, e.line, e.err) }
func (e *inputError) Unwrap() error { return e.err }

// named adds the name of the input.
func (r *inputReader) named(err error) error {
	if in := (*inputError)(nil); errors.As(err, &in) {
		return in
	}
	return fmt.Errorf("%s: %w", r.input.Name, err)
}

// unreadable makes one bad entry of an input that cannot be read on: there are others, which are not at fault.
func (r *inputReader) unreadable(err error) *BadEntry {
	bad := &BadEntry{Input: r.input.Name, Number: r.number + 1, Line: 1, Err: err}
	if in := (*inputError)(nil); errors.As(err, &in) {
		bad.Line, bad.Err = in.line, in.err
	} else if inner := errors.Unwrap(err); inner != nil {
		bad.Err = inner // without the name in front
	}
	return bad
}

// wants reports whether the entry of that number is wanted. It is asked once for each.
func (r *inputReader) wants(number int) bool {
	r.number = number
	r.pastLast = r.input.Last > 0 && number >= r.input.Last
	return number >= r.input.First && (r.input.Last <= 0 || number <= r.input.Last)
}

// accept hands over an entry, which has the next number.
func (r *inputReader) accept(e *Entry) { r.acceptAt(r.number+1, e) }

func (r *inputReader) acceptAt(number int, e *Entry) {
	if r.done() {
		return
	}
	r.readOne = true
	wanted := r.wants(number)
	for _, b := range r.heldBack {
		r.give(nil, b)
	}
	r.heldBack = nil
	if !wanted {
		return
	}
	e.Input, e.Number, e.Kind, e.Format = r.input.Name, number, r.summary.Kind, r.summary.Format
	if why := notCallback(e); why != "" && (!r.options.All || e.product != "") {
		r.summary.pass(why, e.Line)
		return
	}
	if r.odd != "" {
		e.Notes, r.odd = append(e.Notes, r.odd), ""
	}
	e.noteGarbled()
	r.summary.Entries++
	r.give(e, nil)
}

// reject reports that the next entry cannot be read. The error ends the reading.
func (r *inputReader) reject(line int, err error) error { return r.rejectAt(r.number+1, line, err) }

func (r *inputReader) rejectAt(number, line int, err error) error {
	if r.done() || !r.wants(number) {
		return nil
	}
	r.summary.Bad++
	b := &BadEntry{Input: r.input.Name, Number: number, Line: line, Err: err}
	switch {
	case r.options.Strict, r.readOne:
		r.give(nil, b)
		r.stopped = r.stopped || r.options.Strict
	case r.summary.Bad == mostHeldBack:
		return r.notThisFormat()
	default:
		r.heldBack = append(r.heldBack, b)
	}
	return nil
}

func (r *inputReader) give(e *Entry, err error) { r.stopped = r.stopped || !r.yield(e, err) }

// finish reports the input as a whole, after its end.
func (r *inputReader) finish() error {
	switch {
	case r.stopped:
		return nil
	case !r.readOne && len(r.heldBack) > 0:
		return r.notThisFormat()
	case r.summary.Entries+r.summary.Bad > 0:
	case len(r.summary.Passed) > 0:
		return r.reportEmpty(r.summary.passedOver())
	case r.readOne, r.number > 0 && r.number < r.input.First:
		return r.reportEmpty(fmt.Sprintf("there is no entry %d, the last one is %d", r.input.First, r.number))
	default:
		return r.reportEmpty(fmt.Sprintf("there is no callback in it (read as %s)", r.summary.Kind))
	}
	r.reportSummary()
	return nil
}

func (r *inputReader) reportSummary() {
	if r.options.Done != nil {
		r.options.Done(r.input, &r.summary)
	}
}

// notThisFormat is the error about an input of which nothing can be read, with the fault of its first entry.
func (r *inputReader) notThisFormat() error {
	first := r.heldBack[0]
	err := first.Err
	if n := r.summary.Bad; n > 1 {
		err = fmt.Errorf("%w; none of %d entries can be read, so this is no %s", err, n, r.summary.Kind)
	}
	return &inputError{r.input.Name, first.Line, err}
}

// reportEmpty goes on with the next input.
func (r *inputReader) reportEmpty(why string) error {
	if r.give(nil, &EmptyInput{Input: r.input.Name, Why: why}); !r.stopped {
		r.reportSummary()
	}
	return nil
}
