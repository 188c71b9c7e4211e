package file

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

var (
	errDevice     = errors.New("it is a device and keeps nothing; give a file")
	errOtherBegin = errors.New("its first line is none of a capture; give another file")
	errOpenToAll  = errors.New("others may open it, and its permissions cannot be narrowed; give another file")
)

// takesLines reports whether lines may be written to something that is not a plain file. A pipe has a reader that keeps
// them, and the null device is how people ask for no file. A folder is left to the system, which names the mistake.
func takesLines(info fs.FileInfo) bool {
	if null, err := os.Stat(os.DevNull); err == nil && os.SameFile(info, null) {
		return true
	}
	return info.Mode()&(fs.ModeDevice|fs.ModeCharDevice|fs.ModeSocket|fs.ModeIrregular) == 0
}

// narrow takes a plain file from all but its owner, since packets hold what people write. It reports whether it had to.
func narrow(file *os.File) (wasWider bool, err error) {
	const others = 0o077
	info, err := file.Stat()
	if err != nil || info.Mode().Perm()&others == 0 || runtime.GOOS == "windows" {
		return false, err // Windows shows no permissions of others here
	}
	if file.Chmod(info.Mode().Perm()&^others) != nil {
		return false, &fs.PathError{Op: "open", Path: file.Name(), Err: errOpenToAll}
	}
	return true, nil
}

// checkBegun refuses to add to a file that does not begin with a line of a capture, such as notes or a compressed
// capture. A line without an end is left to repair.
func checkBegun(file *os.File, size int64) error {
	in := bufio.NewReader(io.NewSectionReader(file, 0, min(size, read.DefaultMaxLine)))
	begun, err := in.Peek(len(front))
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if strings.HasPrefix(front, string(begun)) {
		return nil
	}
	line, err := in.ReadBytes('\n') // which another program may have laid out in its own way
	switch {
	case errors.Is(err, io.EOF) && size <= read.DefaultMaxLine:
		return nil
	case err != nil && !errors.Is(err, io.EOF):
		return err
	}
	if _, err := capture.ParseLine(bytes.TrimSuffix(line, []byte("\n"))); err != nil {
		return &fs.PathError{Op: "open", Path: file.Name(), Err: errOtherBegin}
	}
	return nil
}
