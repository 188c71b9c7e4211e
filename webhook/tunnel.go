package webhook

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// openTunnel asks the proxy on c for a connection to the endpoint (RFC 9110, 9.3.6).
func (s *sending) openTunnel(ctx context.Context, c net.Conn) error {
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(longAgo()) })
	defer stop()
	if err := s.askTunnel(c); err != nil {
		return brief(err)
	}
	if !stop() {
		return context.Cause(ctx)
	}
	return c.SetDeadline(time.Time{})
}

func (s *sending) askTunnel(c net.Conn) error {
	addr := s.route.endpoint.Addr
	ask := append([]byte("CONNECT "), addr...)
	ask = append(ask, " HTTP/1.1\r\n"...)
	ask = AppendFields(ask, []HeaderField{{"Host", addr}})
	ask = AppendFields(ask, proxyHeader(s.route.proxy))
	if _, err := c.Write(append(ask, "\r\n"...)); err != nil {
		return err
	}
	in := recorder{src: c, limit: defaultMaxHeader}
	buf := bufio.NewReader(&in)
	resp, err := http.ReadResponse(buf, &http.Request{Method: http.MethodConnect})
	switch {
	case err != nil && in.err == io.EOF:
		return &said{"connection closed", io.ErrUnexpectedEOF}
	case err != nil && in.err != nil:
		return in.err
	case err != nil:
		return err
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("got status %q, want 200", resp.Status)
	case buf.Buffered() > 0:
		return errors.New("the proxy sent more than its answer")
	}
	return nil
}
