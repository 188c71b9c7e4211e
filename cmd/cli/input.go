package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/timhook/timhook/internal/charset"
	"github.com/timhook/timhook/webhook"
)

// Stdin hands standard input to one flag; a second one would find it empty.
func (a *App) Stdin(flag string) (io.Reader, error) {
	if a.inUser != "" {
		return nil, Usage("", "%s and %s both want standard input", a.inUser, flag)
	}
	a.inUser = flag
	if file, isFile := a.In.(*os.File); isFile {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			return file, a.Reads(flag, info)
		}
	}
	return &stream{in: io.NopCloser(a.In), stop: a.Stop}, nil
}

// ReadFile reads all of what a flag names, of so many bytes at most; - is standard input. No output of the run may take
// the place of the file.
func (a *App) ReadFile(flag, name string, most int64) ([]byte, error) {
	var data []byte
	var info os.FileInfo
	var err error
	if name == "-" {
		in, inUse := a.Stdin(flag)
		if inUse != nil {
			return nil, inUse
		}
		if data, err = readBounded(in, most); err != nil {
			err = fmt.Errorf("read standard input: %w", err)
		}
	} else {
		data, info, err = ReadBounded(a.Stop, name, most)
	}
	if stopped, is := errors.AsType[*Exit](err); is {
		return nil, stopped
	}
	if err != nil {
		return nil, Usage("", "%s: %w", flag, err)
	}
	return data, a.Reads(flag, info)
}

// ReadText reads a text that a flag names, in any encoding that editors and shells save, as UTF-8 without a byte order
// mark.
func (a *App) ReadText(flag, name string, most int64) ([]byte, error) {
	data, err := a.ReadFile(flag, name, most)
	if err != nil {
		return nil, err
	}
	if data, err = charset.Text(data); err != nil {
		return nil, Usage("", "%s: %s: %w", flag, name, err)
	}
	return data, nil
}

// ParseTime reads a time that a flag gives.
func ParseTime(flag, s string) (time.Time, error) {
	if s == "" || s == "now" {
		return time.Now().UTC().Truncate(time.Millisecond), nil
	}
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC(), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, Usage("", "%s: got %q, want a time such as 2026-01-02T03:04:05Z or Unix seconds", flag, s)
	}
	return t.UTC(), nil
}

// IsURL takes any scheme, so that a wrong one is refused as a URL and not as an unknown callback.
func IsURL(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "unix:") || strings.HasPrefix(s, ":") ||
		webhook.IsHostPort(s)
}

// Listen opens the address of --listen.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return l, nil
	}
	hint := ""
	var wrong *net.AddrError
	switch _, port, _ := net.SplitHostPort(address); {
	case errors.Is(err, syscall.EADDRINUSE):
		hint = "another program has that port; --listen 127.0.0.1:0 takes a free one"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		hint = "this machine does not have that address; --listen :" + port + " takes all that it has"
	case errors.As(err, &wrong), strings.HasPrefix(address, "unix:"), strings.Contains(address, "://"):
		hint = "want HOST:PORT, such as 127.0.0.1:9000, or :9000 for all addresses of this machine"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err // without the operation and the address, which stand in front
	}
	return nil, Usage(hint, "--listen %s: %w", address, err)
}

// IsGone reports whether there is no file of that name.
func IsGone(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}
