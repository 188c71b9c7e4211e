package read

import (
	"errors"
	"fmt"
	"io"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// reading is what happens to one input.
type reading struct {
	input   Input
	options ReadOptions
	yield   func(*Entry, error) bool
	summary Summary
	number  int         // of the last entry
	seen    bool        // a good entry was read, wanted or not
	waiting []*BadEntry // what came before it
	ended   bool        // the caller wants no more, or Strict has ended it
	over    bool        // the last wanted entry is behind
}

// mostWaiting is how many bad entries an input may begin with.
const mostWaiting = 1000

// read gives all entries of the input. The error ends the whole reading.
func (r *reading) read() error {
	file, err := r.input.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	text, err := unpacked(file)
	if err != nil {
		return r.about(err)
	}
	defer text.Close()
	kind, whole, err := beginning(text)
	if nothing := (*Nothing)(nil); errors.As(err, &nothing) {
		return r.nothing(nothing.Why)
	}
	if err != nil {
		return r.about(err)
	}
	r.summary.Kind = kind
	if r.options.Detected != nil {
		r.options.Detected(r.input, kind)
	}
	if err := r.parse(whole); err != nil && !r.done() {
		return r.about(err)
	}
	return r.finish()
}

// parse reads what the kind says.
func (r *reading) parse(text io.Reader) error {
	switch r.summary.Kind {
	case KindCapture:
		return r.records(text)
	case KindRun:
		return r.cases(text)
	case KindHAR:
		return r.archive(scan.NewSource(text, r.options.MaxLine))
	case KindLines:
		return r.packetLines(text)
	case KindHTTP:
		return r.messages(scan.NewSource(text, r.options.MaxLine))
	case KindCurl:
		return r.commands(scan.NewSource(text, r.options.MaxLine))
	}
	return r.packets(scan.NewSource(text, r.options.MaxLine))
}

// done says that nothing more is wanted.
func (r *reading) done() bool { return r.ended || r.over }

// inputError ends the reading.
type inputError struct {
	input string
	line  int
	err   error
}

func (e *inputError) Error() string { return fmt.Sprintf("%s:%d: %v", e.input, e.line, e.err) }
func (e *inputError) Unwrap() error { return e.err }

// about adds the name of the input.
func (r *reading) about(err error) error {
	if in := (*inputError)(nil); errors.As(err, &in) {
		return in
	}
	return fmt.Errorf("%s: %w", r.input.Name, err)
}

// unreadable makes one bad entry of an input that cannot be read on: there are others, which are not at fault.
func (r *reading) unreadable(err error) *BadEntry {
	bad := &BadEntry{Input: r.input.Name, Number: r.number + 1, Line: 1, Err: err}
	if in := (*inputError)(nil); errors.As(err, &in) {
		bad.Line, bad.Err = in.line, in.err
	} else if inner := errors.Unwrap(err); inner != nil {
		bad.Err = inner // without the name in front
	}
	return bad
}

// wants takes a number and says whether its entry is wanted.
func (r *reading) wants(number int) bool {
	r.number = number
	r.over = r.input.Last > 0 && number >= r.input.Last
	return number >= r.input.First && (r.input.Last <= 0 || number <= r.input.Last)
}

// good gives an entry that has the next number.
func (r *reading) good(e *Entry) { r.goodAt(r.number+1, e) }

func (r *reading) goodAt(number int, e *Entry) {
	if r.done() {
		return
	}
	r.seen = true
	wanted := r.wants(number)
	for _, b := range r.waiting {
		r.give(nil, b)
	}
	r.waiting = nil
	if !wanted {
		return
	}
	r.summary.Entries++
	e.Input, e.Number, e.Kind = r.input.Name, number, r.summary.Kind
	r.give(e, nil)
}

// bad reports an entry that cannot be read. It is held back until a good one has come: what holds no good one at all
// was taken for what it is not, which is one mistake and not many.
func (r *reading) bad(line int, err error) error { return r.badAt(r.number+1, line, err) }

func (r *reading) badAt(number, line int, err error) error {
	if r.done() || !r.wants(number) {
		return nil
	}
	r.summary.Bad++
	b := &BadEntry{Input: r.input.Name, Number: number, Line: line, Err: err}
	switch {
	case r.options.Strict, r.seen:
		r.give(nil, b)
		r.ended = r.ended || r.options.Strict
	case r.summary.Bad == mostWaiting:
		return r.none(r.waiting[0])
	default:
		r.waiting = append(r.waiting, b)
	}
	return nil
}

func (r *reading) give(e *Entry, b *BadEntry) {
	switch {
	case r.ended:
	case b != nil:
		r.ended = !r.yield(nil, b)
	default:
		r.ended = !r.yield(e, nil)
	}
}

// finish says what was found, after the end of the input.
func (r *reading) finish() error {
	switch {
	case r.ended:
		return nil
	case !r.seen && len(r.waiting) > 0:
		return r.none(r.waiting[0])
	case r.summary.Entries+r.summary.Bad > 0:
	case r.seen, r.number > 0 && r.number < r.input.First:
		return r.nothing(fmt.Sprintf("there is no entry %d, the last one is %d", r.input.First, r.number))
	case r.summary.Skipped > 0:
		return r.nothing(fmt.Sprintf("a %s without a POST, which every callback is; other requests: %d", r.summary.Kind, r.summary.Skipped))
	default:
		return r.nothing(fmt.Sprintf("there is no callback in it (read as %s)", r.summary.Kind))
	}
	r.tell()
	return nil
}

func (r *reading) tell() {
	if r.options.Done != nil {
		r.options.Done(r.input, &r.summary)
	}
}

// none is the error about an input of which nothing can be read; b is the first entry of it.
func (r *reading) none(b *BadEntry) error {
	err := b.Err
	if n := r.summary.Bad; n > 1 {
		err = fmt.Errorf("%w; none of %d entries can be read, so this is no %s", err, n, r.summary.Kind)
	}
	return &inputError{r.input.Name, b.Line, err}
}

// nothing goes on with the next input.
func (r *reading) nothing(why string) error {
	if !r.yield(nil, &Nothing{Input: r.input.Name, Why: why}) {
		r.ended = true
		return nil
	}
	r.tell()
	return nil
}
