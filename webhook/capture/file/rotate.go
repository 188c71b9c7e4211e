package file

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// isFull reports whether a line of so many bytes goes into another file.
func (w *Writer) isFull(line int64) bool {
	o := w.options
	return w.size > 0 && (o.MaxSize > 0 && w.size+line > o.MaxSize || o.MaxAge > 0 && time.Since(w.opened) >= o.MaxAge)
}

// rotate goes on to the next file. Where that cannot be opened, the present one takes the records for now.
func (w *Writer) rotate() {
	file, plain := w.file, w.plain
	if err := w.open(w.number + 1); err != nil {
		w.keep(err)
		return
	}
	w.number++
	w.shut(file, plain)
}

// open begins or continues the file of that number.
func (w *Writer) open(number int) error {
	path := numbered(w.path, number)
	flags := os.O_RDWR | os.O_APPEND | os.O_CREATE
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		if !takesLines(info) {
			return &fs.PathError{Op: "open", Path: path, Err: errDevice}
		}
		flags = os.O_WRONLY | os.O_APPEND
	}
	file, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return err
	}
	size, plain, repaired, err := prepare(file)
	if err != nil {
		_ = file.Close()
		return err
	}
	lines, narrowed := 0, false
	if plain {
		if narrowed, err = narrow(file); err == nil {
			lines, err = countLines(file, size)
		}
		if err != nil {
			_ = file.Close()
			return err
		}
	}
	w.file, w.size, w.lines, w.plain, w.opened = file, size, lines, plain, time.Now()
	w.repaired += repaired
	w.torn, w.narrowed = false, w.narrowed || narrowed
	return nil
}

// prepare locks and repairs a file.
func prepare(file *os.File) (size int64, plain bool, repaired int64, err error) {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0, false, 0, err
	}
	if err := lock(file); err != nil {
		return 0, false, 0, err
	}
	if info, err = file.Stat(); err != nil { // another may have written before it was locked
		return 0, false, 0, err
	}
	if err := checkBegun(file, info.Size()); err != nil {
		return 0, false, 0, err
	}
	size, err = repair(file, info.Size())
	return size, true, max(0, info.Size()-size), err
}

// numbered is the name of the n-th file.
func numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + "." + strconv.Itoa(n) + ext
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
