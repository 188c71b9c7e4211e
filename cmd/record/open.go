package record

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"strconv"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// checkForward refuses to pass callbacks on to where they are received: each would come again without end.
func (s *session) checkForward() error {
	own, isTCP := s.listener.Addr().(*net.TCPAddr)
	if s.options.Forward == nil || !isTCP || !leadsTo(s.options.Forward, own) {
		return nil
	}
	return cli.Usage("give --forward the backend's own port, or --listen another one",
		"--forward %s leads back to --listen %s", s.options.Forward.Public(), s.o.listen)
}

// leadsTo is true of an endpoint on this machine that is the listening one. Names are not looked up.
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

// captureFront is how each line begins that a capture is written with.
const captureFront = `{"timhook":"`

// checkBegun refuses to add to a file that does not begin with a line of a capture, such as notes or a compressed
// capture. Half a line at the end is left to the writer, which repairs it.
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
