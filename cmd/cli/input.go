package cli

import (
	"context"
	"errors"
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
	return a.In, nil
}

// ReadFile reads what a flag names; - is standard input.
func (a *App) ReadFile(flag, name string) ([]byte, error) {
	if name == "-" {
		in, err := a.Stdin(flag)
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, Usage("", "%s: read standard input: %w", flag, err)
		}
		return data, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, Usage("", "%s: %w", flag, err)
	}
	return data, nil
}

// ReadText reads a text that a flag names, in any encoding that editors and shells save, as UTF-8 without a byte order
// mark.
func (a *App) ReadText(flag, name string) ([]byte, error) {
	data, err := a.ReadFile(flag, name)
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
