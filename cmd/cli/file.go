package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/timhook/timhook/report/safe"
)

// WriteFile writes a whole file or none: a report half written would be read as a whole one.
func (a *App) WriteFile(path string, write func(io.Writer) error) error {
	var buf bytes.Buffer
	safe := a.Out.Over(&buf)
	if err := write(safe); err != nil {
		return err
	}
	if err := safe.Flush(); err != nil {
		return err
	}
	if !isReplaceable(path) {
		return asOutputError(path, os.WriteFile(path, buf.Bytes(), 0o644))
	}
	temp, err := tempBeside(path)
	if err != nil {
		return asOutputError(path, err)
	}
	_, err = temp.Write(buf.Bytes())
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return asOutputError(path, err)
}

func asOutputError(path string, err error) error {
	if err == nil {
		return nil
	}
	return &OutputError{fmt.Errorf("write %s: %w", path, Cause(err))}
}

// tempBeside makes a file that takes the place of path when it is whole, with the permissions of an ordinary new file.
func tempBeside(path string) (*os.File, error) {
	return os.OpenFile(fmt.Sprintf("%s.%d.tmp", path, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// isReplaceable says that path is a plain file or nothing yet, and not a device, a pipe or a link.
func isReplaceable(path string) bool {
	info, err := os.Lstat(path)
	return err != nil || info.Mode().IsRegular()
}

// Writable says early what would keep a file from being written.
func Writable(path string) error {
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return Usage("", "write %s: it is a directory", path)
	}
	if !isReplaceable(path) {
		return nil
	}
	temp, err := tempBeside(path)
	if err != nil {
		return Usage("", "write %s: %w", path, Cause(err))
	}
	_ = temp.Close()
	_ = os.Remove(temp.Name())
	return nil
}

// Cause leaves out the name of a file that nobody has asked for.
func Cause(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// WriteInert writes a document that no terminal acts on, whatever texts are in it.
func (a *App) WriteInert(doc any) error {
	enc := json.NewEncoder(safe.InertJSON(a.Out))
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

// StdoutPath stands for standard output where a file may be named.
const StdoutPath = "-"

// WritePrivate writes a whole file or none. Only its owner may read it: packets hold what people write.
func (a *App) WritePrivate(path string, data []byte) error {
	if !isReplaceable(path) {
		return asOutputError(path, os.WriteFile(path, data, 0o600))
	}
	temp, err := os.OpenFile(fmt.Sprintf("%s.%d.tmp", path, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return asOutputError(path, err)
	}
	safe := a.Out.Over(temp)
	_, err = safe.Write(data)
	err = errors.Join(err, safe.Flush(), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return asOutputError(path, err)
}
