package cli

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
)

// Listen opens the address of --listen.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return l, nil
	}
	hint := ""
	var wrong *net.AddrError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		hint = "another program has that port; --listen 127.0.0.1:0 takes a free one"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		hint = "this machine does not have that address; --listen :9000 takes all that it has"
	case errors.As(err, &wrong), strings.HasPrefix(address, "unix:"), IsURL(address) && !strings.HasPrefix(address, ":"):
		hint = "want HOST:PORT, such as 127.0.0.1:9000, or :9000 for all addresses of this machine"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		err = op.Err // without the operation and the address, which stand in front
	}
	return nil, Usage(hint, "--listen %s: %w", address, err)
}

// IsGone says that there is no file of that name.
func IsGone(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}
