package cli

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// usedFile is a file that a run reads or writes, with what the user calls it.
type usedFile struct {
	label string
	path  string      // of an output, which may not be there yet
	info  os.FileInfo // of an input
}

// guard holds the files of a run. Inputs and outputs come in any order: a verb may look for its reports before it
// reads a packet.
type guard struct{ inputs, outputs []usedFile }

// Reads notes a file that the run reads: no output may go there, by no other name and through no link either.
func (a *App) Reads(label string, info os.FileInfo) error {
	if info == nil || !info.Mode().IsRegular() {
		return nil // a pipe or a device loses nothing
	}
	in := usedFile{label: label, info: info}
	a.files.inputs = append(a.files.inputs, in)
	for _, out := range a.files.outputs {
		if in.is(out.path) {
			return spared(out.label, in)
		}
	}
	if stream := a.StreamTo(info); stream != "" {
		return spared(stream, in)
	}
	return nil
}

// StreamTo names the standard stream that the shell leads to this file, as in ">> calls.ndjson"; empty: none does.
func (a *App) StreamTo(info os.FileInfo) string {
	for _, s := range []struct {
		name   string
		stream io.Writer
	}{{"standard output", a.RawOut}, {"standard error", a.RawErr}} {
		if file, isFile := s.stream.(*os.File); isFile {
			if target, err := file.Stat(); err == nil && os.SameFile(target, info) {
				return s.name
			}
		}
	}
	return ""
}

// Writes notes a file before it is opened for writing. It refuses an input of the run, a file that another output of
// the run goes to, and what cannot be written. The label says what the user calls the output: "-o run.json".
func (a *App) Writes(label, path string) error {
	if err := a.Appends(label, path); err != nil || path == "" || path == StdoutPath {
		return err
	}
	return Writable(path)
}

// Appends is [App.Writes] for a file that is added to: whether it can be, shows when it is opened.
func (a *App) Appends(label, path string) error {
	if path == "" || path == StdoutPath {
		return nil
	}
	if err := a.Spare(label, path); err != nil {
		return err
	}
	for _, other := range a.files.outputs {
		if isSame(other.path, path) {
			return Usage("", "%s and %s go to the same file; give each a file of its own", other.label, label)
		}
	}
	a.files.outputs = append(a.files.outputs, usedFile{label: label, path: path})
	return nil
}

// Spare refuses a path that leads to an input of the run.
func (a *App) Spare(label, path string) error {
	for _, in := range a.files.inputs {
		if in.is(path) {
			return spared(label, in)
		}
	}
	return nil
}

func spared(label string, in usedFile) error {
	return Usage("it is read as "+in.label, "%s: this file is an input of the run; want another one", label)
}

// is reports whether a path leads to this input.
func (in usedFile) is(path string) bool {
	target, err := os.Stat(path)
	return err == nil && os.SameFile(target, in.info)
}

// isSame reports whether two paths lead to one regular file, which need not be there yet.
func isSame(a, b string) bool {
	first, errA := os.Stat(a)
	second, errB := os.Stat(b)
	switch {
	case errA == nil && errB == nil:
		return first.Mode().IsRegular() && os.SameFile(first, second)
	case errA == nil || errB == nil:
		return false
	}
	nameA, nameB := resolved(a), resolved(b)
	// There one folder holds no two names that differ by case alone.
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return strings.EqualFold(nameA, nameB)
	}
	return nameA == nameB
}

// resolved is the path of a file that is not there yet, in the folder that its name leads to.
func resolved(path string) string {
	whole, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path)
	}
	const mostLinks = 40 // that lead one to the other, as systems have it
	for range mostLinks {
		target, err := os.Readlink(whole) // a link that leads nowhere yet
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(whole), target)
		}
		whole = target
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(whole)); err == nil {
		return filepath.Join(folder, filepath.Base(whole))
	}
	return whole
}
