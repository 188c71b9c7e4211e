package cli

import (
	"bufio"
	"errors"
	"os"

	"github.com/timhook/timhook/report/safe"
)

// Whole is a file that is written part by part and takes the place of another when it is whole, so that nobody reads
// half of it. What it may not hold is masked.
type Whole struct {
	W *safe.Redactor // what is in the file

	path   string
	buffer *bufio.Writer
	file   *os.File
}

// WriteWhole begins a file. The caller ends it with [Whole.Close].
func (a *App) WriteWhole(path string) (*Whole, error) {
	if err := a.spareOwn(path); err != nil {
		return nil, err
	}
	open := tempBeside
	if !isReplaceable(path) {
		open = openInPlace
	}
	file, err := open(path, a.mode())
	if err != nil {
		return nil, asOutputError(path, err)
	}
	w := &Whole{path: path, buffer: bufio.NewWriter(file), file: file}
	w.W = a.Out.Over(w.buffer)
	return w, nil
}

// Close ends the file. Only a whole one takes the place of what was there.
func (w *Whole) Close(whole bool) error {
	err := errors.Join(w.W.Flush(), w.buffer.Flush(), w.file.Close())
	if w.file.Name() == w.path {
		return asOutputError(w.path, err)
	}
	if whole && err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if !whole || err != nil {
		_ = os.Remove(w.file.Name())
	}
	return asOutputError(w.path, err)
}
