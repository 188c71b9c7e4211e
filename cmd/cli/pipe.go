package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/timhook/timhook/report/safe"
)

// inPlace is a pipe, a device or what a link leads to: it is written to and not replaced. A pipe that nobody reads
// takes nothing, so that the first signal ends the wait for a reader.
type inPlace struct {
	*os.File
	path  string
	ended func() // nothing waits for a signal any more
}

const (
	// pipeNote is how long a pipe may have no reader before a note names it.
	pipeNote = 500 * time.Millisecond
	// pipeGrace is what a reader has from the beginning of the wait, also where the run was ended before.
	pipeGrace = time.Second
)

// openInPlace opens it. A file that others could read is narrowed first.
func (a *App) openInPlace(path string, mode os.FileMode) (*inPlace, error) {
	file, err := a.openWithReader(path, mode)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Mode().IsRegular() && mode == privateMode {
		err = file.Chmod(mode)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	done := make(chan struct{})
	go func() {
		select {
		case <-a.Stop:
			_ = file.SetWriteDeadline(time.Now().Add(pipeGrace)) // files have none, and take everything
		case <-done:
		}
	}()
	return &inPlace{file, path, func() { close(done) }}, nil
}

// openWithReader opens a pipe when another process reads it, and says so where none comes.
func (a *App) openWithReader(path string, mode os.FileMode) (*os.File, error) {
	type result struct {
		file *os.File
		err  error
	}
	opened := make(chan result, 1)
	go func() {
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
		opened <- result{file, err}
	}()
	began, note, stop := time.Now(), time.After(pipeNote), a.Stop
	var over <-chan time.Time
	for {
		select {
		case r := <-opened:
			return r.file, r.err
		case <-note:
			a.Note("note: waiting for a program that reads the pipe %s", safe.Visible(path))
		case <-stop:
			stop, over = nil, time.After(time.Until(began.Add(pipeGrace)))
		case <-over:
			return nil, unread(path)
		}
	}
}

// Write implements [io.Writer].
func (p *inPlace) Write(b []byte) (int, error) {
	n, err := p.File.Write(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = unread(p.path)
	}
	return n, err
}

// Close implements [io.Closer].
func (p *inPlace) Close() error {
	p.ended()
	return p.File.Close()
}

// unread is the end of a run whose pipe nobody reads.
func unread(path string) error {
	return &Exit{ExitInterrupted, fmt.Sprintf("interrupted; nothing reads the pipe %s", safe.Visible(path))}
}
