package cmd

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// listen opens the address of --listen.
func listen(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return l, nil
	}
	hint := ""
	var wrong *net.AddrError
	var op *net.OpError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		hint = "another program has that port; --listen 127.0.0.1:0 takes a free one"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		hint = "this machine does not have that address; --listen :9000 takes all that it has"
	case errors.As(err, &wrong), strings.HasPrefix(address, "unix:"), isURL(address) && !strings.HasPrefix(address, ":"):
		hint = "want HOST:PORT, such as 127.0.0.1:9000, or :9000 for all addresses of this machine"
	}
	if errors.As(err, &op) {
		err = op.Err // without the operation and the address, which stand in front
	}
	return nil, usage(hint, "--listen %s: %w", address, err)
}

// checkForward refuses to pass callbacks on to where they are received: each would come again without end.
func (s *recordSession) checkForward() error {
	own, isTCP := s.listener.Addr().(*net.TCPAddr)
	if s.forward == nil || !isTCP || !leadsTo(s.forward, own) {
		return nil
	}
	return usage("give --forward the backend's own port, or --listen another one", "--forward %s leads back to --listen %s", withoutQuery(s.forward), s.o.listen)
}

// leadsTo says that an endpoint on this machine is the listening one. Names are not looked up.
func leadsTo(e *webhook.Endpoint, own *net.TCPAddr) bool {
	host, port, err := net.SplitHostPort(e.Addr)
	if err != nil || e.Network != "tcp" || port != strconv.Itoa(own.Port) {
		return false
	}
	if host == "localhost" {
		return own.IP.IsLoopback() || own.IP.IsUnspecified()
	}
	ip := net.ParseIP(host)
	return ip != nil && (ip.Equal(own.IP) || ip.IsUnspecified() || own.IP.IsUnspecified() && ip.IsLoopback())
}

// isGone says that there is no file of that name.
func isGone(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// captureFront is how each line begins that a capture is written with.
const captureFront = `{"timhook":"`

// checkBegun refuses to add to a file that begins with something else than a line of a capture: somebody's notes, or a
// compressed capture. Half a line is for the writer to mend.
func checkBegun(path string) error {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil // the writer makes it, or says what is wrong
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	} else if err != nil {
		return err
	}
	defer file.Close()
	in := bufio.NewReader(file)
	begun, err := in.Peek(len(captureFront))
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.HasPrefix([]byte(captureFront), begun) {
		return nil
	}
	const longest = 64 << 20 // of a line that another program may have laid out in its own way
	line, err := bufio.NewReader(io.LimitReader(in, longest)).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if _, err := capture.ParseLine(bytes.TrimSuffix(line, []byte("\n"))); err != nil {
		return errors.New("its first line is none of a capture; give another file")
	}
	return nil
}
