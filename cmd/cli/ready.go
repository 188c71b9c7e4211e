package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
)

// Ready is the file that tells other programs where a server listens.
type Ready struct {
	path string
	made os.FileInfo // nil: a pipe or a device, which stays
}

// CheckReady refuses, before a server listens, what no earlier server has made: the file is removed at the end.
// A server that was killed leaves its own behind.
func (a *App) CheckReady(flag, path string) error {
	label := flag + " " + path
	if err := a.Writes(label, path); err != nil || path == "" {
		return err
	}
	info, err := os.Stat(path)
	link, _ := os.Lstat(path)
	switch {
	case link == nil, err == nil && !info.Mode().IsRegular():
		return nil
	case err == nil && link.Mode().IsRegular() && holdsAddress(path):
		return nil
	}
	return Usage("remove it, or name a file that is not there yet",
		"%s: there is a file of this name, and no earlier run has made it", label)
}

// holdsAddress is true of a file whose only line is an address such as 127.0.0.1:9000.
func holdsAddress(path string) bool {
	const most = 128
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, most))
	if err != nil {
		return false
	}
	line, isLine := bytes.CutSuffix(text, []byte("\n"))
	_, err = netip.ParseAddrPort(string(line))
	return isLine && err == nil
}

// WriteReady writes the file. A file that came to that place since [App.CheckReady] is refused as well. Without a path
// there is none.
func (a *App) WriteReady(path string, address net.Addr) (*Ready, error) {
	if path == "" {
		return nil, nil
	}
	if link, err := os.Lstat(path); err == nil && link.Mode().IsRegular() && !holdsAddress(path) {
		return nil, asOutputError(path, errors.New("another program has put a file there"))
	}
	if err := a.ReplaceFile(path, fmt.Appendln(nil, address), publicMode); err != nil {
		return nil, asOutputError(path, err)
	}
	r := &Ready{path: path}
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
		r.made = info
	}
	return r, nil
}

// Remove takes the file away, unless another took its place in the meantime.
func (r *Ready) Remove() {
	if r == nil || r.made == nil {
		return
	}
	if now, err := os.Lstat(r.path); err == nil && os.SameFile(now, r.made) {
		_ = os.Remove(r.path)
	}
}
