package cli

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/term"
)

// RefuseExisting refuses files below a folder of which one is there already, whatever it is.
func RefuseExisting(dir string, names []string) error {
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		switch _, err := os.Lstat(path); {
		case err == nil:
			const hint = "nothing was written; name another folder, or take that file away"
			return Usage(hint, "write %s: it is there already", path)
		case !errors.Is(err, os.ErrNotExist):
			return Usage("", "write %s: %w", path, Cause(err))
		}
	}
	return nil
}

// WriteNewFiles writes files below a folder, all of them or none, and none over another. Of each it is given the path
// below the folder, in slashes.
func WriteNewFiles(dir string, files map[string][]byte) error {
	names := slices.Sorted(maps.Keys(files))
	if err := RefuseExisting(dir, names); err != nil {
		return err
	}
	var made []string // files and folders, in the order in which they were made
	undo := func() {
		for _, path := range slices.Backward(made) {
			_ = os.Remove(path)
		}
	}
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		err := makeFolders(filepath.Dir(path), &made)
		if err == nil {
			err = writeNew(path, files[name], &made)
		}
		if err != nil {
			undo()
			return asOutputError(path, err)
		}
	}
	return nil
}

// makeFolders makes a folder and those above it, and adds the new ones.
func makeFolders(dir string, made *[]string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if up := filepath.Dir(dir); up != dir {
		if err := makeFolders(up, made); err != nil {
			return err
		}
	}
	err := os.Mkdir(dir, 0o755)
	if err == nil {
		*made = append(*made, dir)
	}
	return err
}

// writeNew writes a file that is not there yet, and adds it.
func writeNew(path string, data []byte, made *[]string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, publicMode)
	if err != nil {
		return err
	}
	*made = append(*made, path)
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}

// AsksOnTerminal is true where somebody can be asked: standard input is a terminal.
func (a *App) AsksOnTerminal() bool {
	file, isFile := a.In.(*os.File)
	return isFile && term.IsTerminal(int(file.Fd()))
}
