package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

// WriteFile writes a whole file or none: a report half written would be read as a whole one.
func (a *App) WriteFile(path string, write func(io.Writer) error) error {
	return a.writeWhole(path, a.Out.Over, write, a.mode())
}

// WriteAsked is WriteFile for requests that the user asks for. Only their owner may read them: a live Sign is in them.
func (a *App) WriteAsked(path string, write func(io.Writer) error) error {
	return a.writeWhole(path, a.Out.Asked, write, privateMode)
}

// The modes of files. Packets hold what people write, so that only the owner of a file may read them.
const (
	publicMode  = 0o644
	privateMode = 0o600
)

// Private keeps the reports of this run to their owner.
func (a *App) Private() { a.private = true }

// mode is that of a report.
func (a *App) mode() os.FileMode {
	if a.private {
		return privateMode
	}
	return publicMode
}

func (a *App) writeWhole(
	path string, over func(io.Writer) *safe.Redactor, write func(io.Writer) error, mode os.FileMode,
) error {
	if err := a.spareOwn(path); err != nil {
		return err
	}
	var buf bytes.Buffer
	hiding := over(&buf)
	if err := errors.Join(write(hiding), hiding.Flush()); err != nil {
		return err
	}
	return asOutputError(path, a.ReplaceFile(path, buf.Bytes(), mode))
}

// WritePrivate writes a whole file or none. Only its owner may read it: packets hold what people write.
func (a *App) WritePrivate(path string, data []byte) error {
	if err := a.spareOwn(path); err != nil {
		return err
	}
	return asOutputError(path, a.ReplaceFile(path, a.Masked(data), privateMode))
}

// Masked is a text without the secrets that no file may hold.
func (a *App) Masked(data []byte) []byte { return []byte(safe.SecretsOf(a.Out).Mask(string(data))) }

// ReplaceFile puts a file in the place of another at once, so that nobody reads half of it. A pipe, a device
// or a link is written to.
func (a *App) ReplaceFile(path string, data []byte, mode os.FileMode) error {
	if !isReplaceable(path) {
		file, err := a.openInPlace(path, mode)
		if err != nil {
			return err
		}
		_, err = file.Write(data)
		return errors.Join(err, file.Close())
	}
	temp, err := tempBeside(path, mode)
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// spareOwn refuses to write over an input of the run. What timhook remembers of its last runs is its own.
func (a *App) spareOwn(path string) error {
	if filepath.Dir(path) == StateFolder {
		return nil
	}
	return a.Spare("write "+path, path)
}

func asOutputError(path string, err error) error {
	if _, ended := errors.AsType[*Exit](err); err == nil || ended {
		return err
	}
	return &OutputError{fmt.Errorf("write %s: %w", path, Cause(err))}
}

// tempBeside makes a file that takes the place of path when it is whole.
func tempBeside(path string, mode os.FileMode) (*os.File, error) {
	return os.OpenFile(fmt.Sprintf("%s.%d.tmp", path, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

// IsTemporary is true of the name of a file that is on its way to take the place of another.
func IsTemporary(name string) bool {
	bare, isTemp := strings.CutSuffix(name, ".tmp")
	id := bare[strings.LastIndexByte(bare, '.')+1:]
	return isTemp && id != bare && id != "" && strings.Trim(id, "0123456789") == ""
}

// isReplaceable is true of a plain file and of a path where nothing is yet, and not of a device, a pipe or a link.
func isReplaceable(path string) bool {
	info, err := os.Lstat(path)
	return err != nil || info.Mode().IsRegular()
}

// Writable finds out early what would keep a file from being written.
func Writable(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return Usage("", "write %s: it is a directory", path)
	}
	if !isReplaceable(path) {
		return nil
	}
	temp, err := tempBeside(path, 0o600)
	if err != nil {
		return Usage("", "write %s: %w", path, Cause(err))
	}
	_ = temp.Close()
	_ = os.Remove(temp.Name())
	return nil
}

// Cause is an error without the name of the file, for messages that name it already or whose file no user has named.
func Cause(err error) error {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return p.Err
	}
	return err
}

// StdoutPath names standard output where a flag names a file.
const StdoutPath = "-"
