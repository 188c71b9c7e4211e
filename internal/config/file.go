// Package config reads timhook.yaml into values that know their place. It knows no flag: the caller says which keys
// there are.
package config

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/timhook/timhook/internal/charset"
)

// Name is the file that settings are read from, committed and without secrets. Where it is not, timhook.yml is.
const (
	Name      = "timhook.yaml"
	shortName = "timhook.yml"
)

// File is a configuration as it was read.
type File struct {
	Shown string // its path, for messages
	Dir   string // that relative paths in it begin at
	Text  string
	Root  Value

	// Public tells of each key whether a message may show its value. It is asked for a message only; without it no
	// value is shown.
	Public func() map[string]bool
}

// Open reads the file that is named, or the one that is found, with read; nil when there is none. public is
// [File.Public].
func Open(
	path string, read func(name string) ([]byte, error), public func() map[string]bool,
) (*File, error) {
	named := path != ""
	if !named {
		here, err := os.Getwd()
		if err != nil {
			return nil, nil //nolint:nilerr // without a working directory there is nothing to look in
		}
		if path = FindConfig(here); path == "" {
			return nil, nil
		}
	}
	text, err := read(path)
	switch {
	case named && err != nil:
		return nil, fmt.Errorf("--config: %w", err)
	case err != nil:
		return nil, fmt.Errorf("%w", err)
	}
	f := &File{Shown: ShortPath(path), Dir: filepath.Dir(path), Public: public}
	if text, err = charset.Text(text); err != nil {
		return f, fmt.Errorf("%s: %w", f.Shown, err)
	}
	f.Text = string(text)
	f.Root, err = f.Parse()
	return f, err
}

// FindConfig looks in a directory and further up to the repository's root. Outside of repositories it looks nowhere
// else: what lies in a directory that anybody may write to is nobody's settings.
func FindConfig(dir string) string {
	var found string
	for at := dir; ; at = filepath.Dir(at) {
		if found == "" {
			found = InFolder(at)
		}
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return found
		}
		if at == filepath.Dir(at) {
			return InFolder(dir)
		}
	}
}

// InFolder is the configuration in a directory; empty: there is none.
func InFolder(dir string) string {
	for _, name := range []string{Name, shortName} {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path
		}
	}
	return ""
}

// ShortPath is the path from here, where that is shorter to read.
func ShortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if short, err := filepath.Rel(here, path); err == nil && len(short) < len(path) {
		return short
	}
	return path
}
