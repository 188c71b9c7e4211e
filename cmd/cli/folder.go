package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// WriteFolder makes a folder with files, whole or not at all: it is made beside its place, and put there at the end. Of
// each file it is given the path below the folder, in slashes. A place where something is already is refused, but for
// an empty folder.
func WriteFolder(dir string, files map[string][]byte) error {
	place, err := emptyPlace(dir)
	if err != nil {
		return err
	}
	temp := fmt.Sprintf("%s.%d.tmp", place, os.Getpid())
	if err := os.Mkdir(temp, 0o755); err != nil {
		return Usage("", "write %s: %w", dir, Cause(err))
	}
	err = fill(temp, files)
	if err == nil {
		if err = os.Remove(place); errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	if err == nil {
		err = os.Rename(temp, place)
	}
	if err != nil {
		_ = os.RemoveAll(temp)
	}
	return asOutputError(dir, err)
}

// emptyPlace is the path of a folder that is empty or is not there yet, behind links.
func emptyPlace(dir string) (string, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return filepath.Clean(dir), nil
	case err != nil:
		return "", Usage("", "write %s: %w", dir, Cause(err))
	case !info.IsDir():
		return "", Usage("name a folder that is new or empty", "write %s: it is a file", dir)
	}
	if here, err := os.Stat("."); err == nil && os.SameFile(info, here) {
		return "", Usage("name a folder that is new or empty", "write %s: it is the working folder", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", Usage("", "write %s: %w", dir, Cause(err))
	}
	if len(entries) > 0 {
		return "", Usage("name a folder that is new or empty", "write %s: it is not empty", dir)
	}
	return filepath.EvalSymlinks(dir)
}

func fill(dir string, files map[string][]byte) error {
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, publicMode); err != nil {
			return err
		}
	}
	return nil
}
