package record

import (
	"fmt"
	"net"
	"strconv"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook"
)

// checkForward refuses to pass callbacks on to where they are received: each would come again without end.
func (s *session) checkForward() error {
	own, isTCP := s.listener.Addr().(*net.TCPAddr)
	for _, to := range []struct {
		name string
		*webhook.Endpoint
	}{{forwardFlag, s.options.Forward}, {shadowFlag, s.options.Shadow}} {
		if to.Endpoint != nil && isTCP && leadsTo(to.Endpoint, own) {
			return cli.Usage(fmt.Sprintf("give --%s the backend's own port, or --listen another one", to.name),
				"--%s %s leads back to --listen %s", to.name, to.Public(), s.o.listen)
		}
	}
	return nil
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
