package cli

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/timhook/timhook/report/safe"
)

// Whole is a file that is written part by part and takes the place of another when it is whole, so that nobody reads
// half of it. What it may not hold is masked.
type Whole struct {
	W *safe.Redactor // what is in the file

	spare  func(path string) error // refuses what was read in the meantime
	path   string
	temp   string // where it is until it is whole; empty: it is written in place
	buffer *bufio.Writer
	file   io.WriteCloser
}

// WriteWhole begins a file. The caller ends it with [Whole.Close].
func (a *App) WriteWhole(path string) (*Whole, error) {
	if err := a.spareOwn(path); err != nil {
		return nil, err
	}
	w := &Whole{path: path, spare: a.spareOwn}
	if target, isReplaced := a.behindLink(path); isReplaced {
		temp, err := tempBeside(target, a.mode())
		if err == nil {
			w.file, w.temp, w.path = temp, temp.Name(), target
		} else if target == path {
			return nil, asOutputError(path, err)
		}
	}
	if w.file == nil {
		file, err := a.openInPlace(path, a.mode())
		if err != nil {
			return nil, asOutputError(path, err)
		}
		w.file = file
	}
	w.buffer = bufio.NewWriter(w.file)
	w.W = a.Out.Over(w.buffer)
	return w, nil
}

// behindLink is the file that a path leads to, where it can be replaced: an input that is read later stays whole. A
// standard stream goes on in the file that it has.
func (a *App) behindLink(path string) (target string, isReplaced bool) {
	if isReplaceable(path) {
		return path, true
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return path, false
	}
	info, err := os.Stat(target)
	return target, err == nil && info.Mode().IsRegular() && a.StreamTo(info) == ""
}

// Close ends the file. Only a whole one takes the place of what was there.
func (w *Whole) Close(whole bool) error {
	err := errors.Join(w.W.Flush(), w.buffer.Flush(), w.file.Close())
	if w.temp == "" {
		return asOutputError(w.path, err)
	}
	if whole && err == nil {
		err = w.spare(w.path)
	}
	if usage, isInput := errors.AsType[*UsageError](err); isInput {
		_ = os.Remove(w.temp)
		return usage
	}
	if whole && err == nil {
		err = os.Rename(w.temp, w.path)
	}
	if !whole || err != nil {
		_ = os.Remove(w.temp)
	}
	return asOutputError(w.path, err)
}
