package read

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mostBeside bounds a file that an input names.
const mostBeside = 16 << 20

// FilesBeside gives [Input.Beside] of the file with the name. A file that comes from elsewhere may name any other, so
// that only plain relative names are opened: none that leaves the folder, also through a link, and none that is hidden,
// where secrets are kept.
func FilesBeside(name string) func(name string) ([]byte, error) {
	folder := filepath.Dir(name)
	return func(name string) ([]byte, error) {
		name = filepath.FromSlash(name)
		parts := strings.Split(filepath.ToSlash(name), "/")
		isHidden := func(part string) bool { return strings.HasPrefix(part, ".") && part != "." }
		switch {
		case !filepath.IsLocal(name), slices.Contains(parts, ".."):
			return nil, errors.New("files are read from the folder of the input and below it only")
		case slices.ContainsFunc(parts, isHidden):
			return nil, errors.New("hidden files are not read")
		}
		text, err := readBeside(folder, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errors.New("there is no such file in the folder of the input")
		}
		return text, err
	}
}

func readBeside(folder, name string) ([]byte, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return nil, plainCause(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case info.Size() > mostBeside:
		return nil, fmt.Errorf("it is longer than %d MiB", mostBeside>>20)
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, plainCause(err)
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, mostBeside))
}

// plainCause is an error without the operation and the name, which the message has already.
func plainCause(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err
	}
	return err
}
