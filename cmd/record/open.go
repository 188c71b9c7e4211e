package record

import (
	"net"
	"strconv"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook"
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
