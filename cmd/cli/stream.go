package cli

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"os"
)

// The longest inputs that are read whole. Captures are read entry by entry, and each entry has a bound of its own.
const (
	MostToken = 64 << 10
	MostText  = 32 << 20 // a packet, a value, a list, certificates, the configuration
	MostRun   = 128 << 20
)

// tooLong is an input that goes on behind its bound, as a device does without end.
type tooLong struct{ most int64 }

// Error names the bound in its largest unit.
func (t *tooLong) Error() string {
	if t.most >= 1<<20 {
		return fmt.Sprintf("it is longer than %d MiB, the most that is read", t.most>>20)
	}
	return fmt.Sprintf("it is longer than %d KiB, the most that is read", t.most>>10)
}

// ReadBounded reads a file or a pipe to its end, or to the first signal. A file is refused by its size before any of it
// is read.
func ReadBounded(stop <-chan struct{}, name string, most int64) ([]byte, os.FileInfo, error) {
	file, info, err := open(stop, name)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	if info.Mode().IsRegular() && info.Size() > most {
		return nil, info, fmt.Errorf("read %s: %w", name, &tooLong{most})
	}
	data, err := readBounded(file, most)
	if _, isLong := errors.AsType[*tooLong](err); isLong {
		err = fmt.Errorf("read %s: %w", name, err)
	}
	return data, info, err
}

func readBounded(in io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, &tooLong{most}
	}
	return data, err
}

// KeyPair reads a certificate and its key, which two flags name. One file may hold both.
func (a *App) KeyPair(certFlag, certFile, keyFlag, keyFile string) (tls.Certificate, error) {
	cert, err := a.ReadFile(certFlag, certFile, MostText)
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := a.ReadFile(keyFlag, keyFile, MostText)
	if err != nil {
		return tls.Certificate{}, err
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return pair, Usage("", "%s, %s: %w", certFlag, keyFlag, err)
	}
	return pair, nil
}

// Open opens a file for reading. The wait for a pipe, for one who writes to it as well, ends with the first signal.
func (a *App) Open(name string) (io.ReadCloser, error) {
	file, _, err := open(a.Stop, name)
	return file, err
}

func open(stop <-chan struct{}, name string) (io.ReadCloser, os.FileInfo, error) {
	info, err := os.Stat(name)
	if err == nil && (info.Mode().IsRegular() || info.IsDir()) {
		file, err := os.Open(name)
		return file, info, err
	}
	if err != nil {
		if p, ok := errors.AsType[*os.PathError](err); ok {
			p.Op = "open" // as all other ways to read a file say it
		}
		return nil, nil, err
	}
	s := &stream{stop: stop}
	err = s.wait(func() (err error) { // a pipe opens when somebody opens its other end
		s.in, err = os.Open(name)
		return err
	})
	return s, info, err
}

// stream is an input that may come slowly or never. The first signal ends the wait for it.
type stream struct {
	in      io.ReadCloser
	stop    <-chan struct{} // closed by the first signal
	held    []byte          // own: a reader that nobody waits for any more may still write to it
	stopped bool
}

// wait does something that may block, until the first signal.
func (s *stream) wait(do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-s.stop:
		s.stopped = true
		return ErrStopped()
	}
}

// Read implements [io.Reader].
func (s *stream) Read(p []byte) (n int, err error) {
	if s.stopped {
		return 0, ErrStopped()
	}
	const most = 64 << 10
	if s.held == nil {
		s.held = make([]byte, most)
	}
	read := 0
	room := s.held[:min(len(p), most)]
	if err = s.wait(func() (err error) { read, err = s.in.Read(room); return err }); s.stopped {
		return 0, err
	}
	return copy(p, room[:read]), err
}

// Close implements [io.Closer]. What is still waited for is left to the end of the process.
func (s *stream) Close() error {
	if s.stopped {
		return nil
	}
	return s.in.Close()
}
