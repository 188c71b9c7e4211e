// Package file appends records to capture files so that none is lost or torn.
//
// A file grows by whole lines only. One that a killed process left torn is repaired when it is opened again, and a file
// may be followed by others when it is large or old.
package file

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/timhook/timhook/webhook/capture"
)

// Writer appends records to a capture file and may be used concurrently. What [Writer.Append] took survives the end of
// the process, however it comes, and a second later that of the machine. The zero value is of no use; see [Open].
type Writer struct {
	path    string
	options Options

	mu       sync.Mutex
	file     *os.File
	number   int   // of the file: 1 is path itself
	size     int64 // without what could not be taken back
	lines    int   // of the file
	plain    bool  // a file, and no pipe or device: it can be cut, locked and synchronised
	opened   time.Time
	line     []byte      // buffer
	torn     bool        // the file ends in half a line that could not be taken back
	syncing  *time.Timer // nil: nothing is to be synchronised
	repaired int64
	narrowed bool
	fault    error // for Close to tell: what went wrong without losing a record
	closed   bool
}

// Options say when a [Writer] begins another file: path.ndjson, path.2.ndjson, path.3.ndjson and so on. The zero
// value keeps to one.
type Options struct {
	MaxSize int64         // before the file is longer than this, in bytes; 0: any
	MaxAge  time.Duration // when the file was begun, or opened, so long ago; 0: any
}

// Open opens a capture file for lines at its end, or makes one that only its owner may read. With options under which
// a Writer begins others, the last of them goes on.
//
// A line that was torn when the process before was killed is repaired: a whole record gets its line feed, half a one is
// taken out; [Writer.Repaired] says how much that was. A file that others may open is narrowed to its owner;
// [Writer.Narrowed] says so.
//
// These are refused: a file that does not begin with a line of a capture or ends in something else than a torn one; one
// that another Writer has open, where the system knows locks; one whose permissions cannot be narrowed; and every
// device but [os.DevNull], since what it takes is kept nowhere. Errors are of type [*fs.PathError].
func Open(path string, o Options) (*Writer, error) {
	w := &Writer{path: path, options: o, number: 1}
	if o != (Options{}) {
		for exists(numbered(path, w.number+1)) {
			w.number++
		}
	}
	if err := w.open(w.number); err != nil {
		return nil, err
	}
	return w, nil
}

// OpenContext is [Open] that ends with the context: a named pipe is not open before another process reads it. Its error
// is then the context's cause.
func OpenContext(ctx context.Context, path string, o Options) (*Writer, error) {
	type result struct {
		w   *Writer
		err error
	}
	opened := make(chan result, 1)
	go func() { w, err := Open(path, o); opened <- result{w, err} }()
	select {
	case r := <-opened:
		return r.w, r.err
	case <-ctx.Done():
		go func() {
			if r := <-opened; r.err == nil {
				_ = r.w.Close()
			}
		}()
		return nil, context.Cause(ctx)
	}
}

// At is where a record stands, for the N of FILE#N.
type At struct {
	Path   string // of the file
	Number int    // of its line, from 1; 0: it is a pipe or a device, whose lines nobody counts
}

// Append appends one record: all of it in one write, or nothing. An error says why it is not in the file; the next
// Append tries again.
func (w *Writer) Append(r *capture.Record) (At, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return At{}, &fs.PathError{Op: "write", Path: w.path, Err: fs.ErrClosed}
	}
	line, err := r.AppendLine(w.line[:0])
	if err != nil {
		return At{}, err
	}
	if w.line = line; cap(line) > 1<<20 {
		w.line = nil // a rare one; its memory is not kept
	}
	if w.isFull(int64(len(line))) {
		w.rotate()
	}
	if err := w.write(line); err != nil {
		return At{}, err
	}
	at := At{Path: numbered(w.path, w.number)}
	if w.plain {
		at.Number = w.lines
	}
	return at, nil
}

// write writes a whole line or takes back what it wrote of it.
func (w *Writer) write(line []byte) error {
	if w.torn {
		line = append([]byte("\n"), line...) // what could not be taken back is a bad line of its own
	}
	n, err := w.file.Write(line)
	w.size += int64(n)
	w.syncSoon()
	switch {
	case err == nil:
		w.lines += bytes.Count(line, []byte("\n"))
		w.torn = false
	case n > 0:
		w.takeBack(n)
	}
	return err
}

// takeBack cuts off what was written last.
func (w *Writer) takeBack(n int) {
	info, err := w.file.Stat()
	if err == nil && w.plain {
		err = cut(w.file, info.Size()-int64(n))
	}
	w.torn = err != nil || !w.plain
	w.size -= int64(n)
}

// Path is the name of the file that records go to now.
func (w *Writer) Path() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return numbered(w.path, w.number)
}

// Repaired is how many bytes of a torn line were taken out when the file was opened.
func (w *Writer) Repaired() int64 { return w.repaired }

// Narrowed reports whether others than the owner could open one of the files, and no longer can.
func (w *Writer) Narrowed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.narrowed
}

// Close synchronises the file with its disk and closes it. The error holds what went wrong on the way, too.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil
	}
	w.closed = true
	w.shut(w.file, w.plain)
	return w.fault
}

// shut ends the work on a file.
func (w *Writer) shut(file *os.File, plain bool) {
	if w.syncing != nil {
		w.syncing.Stop()
		w.syncing = nil
	}
	if plain {
		w.keep(file.Sync())
	}
	w.keep(file.Close())
}

// keep remembers the first error.
func (w *Writer) keep(err error) {
	if w.fault == nil {
		w.fault = err
	}
}

// syncDelay is how long what was written may be in memory only.
const syncDelay = time.Second

// syncSoon synchronises at most once a syncDelay, however much is written.
func (w *Writer) syncSoon() {
	if w.plain && w.syncing == nil {
		w.syncing = time.AfterFunc(syncDelay, w.sync)
	}
}

// sync lets others append meanwhile, since a disk may take its time.
func (w *Writer) sync() {
	w.mu.Lock()
	file := w.file
	w.syncing = nil
	w.mu.Unlock()
	if err := file.Sync(); err != nil && !errors.Is(err, fs.ErrClosed) { // closing has synchronised it
		w.mu.Lock()
		w.keep(err)
		w.mu.Unlock()
	}
}
