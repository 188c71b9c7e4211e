package flags

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// HTTP say how requests are carried.
type HTTP struct {
	Timeout        time.Duration
	ConnectTimeout time.Duration
	noKeepAlive    bool
	MaxResponse    ByteSize
	Cacert         string
	cert, key      string
	Insecure       bool
	resolve        []string
}

func (h *HTTP) Bind(c *cobra.Command, t *Target) {
	g := NewGroup(c, "HTTP")
	g.Flags.VarP(&ListValue{Values: &t.Header}, "header", "H", "set a header field, or remove one with 'Name:'; repeatable: `'Name: value'`")
	g.Flags.DurationVar(&h.Timeout, "timeout", judge.Deadline, "for the whole answer, connecting included; Chat waits 2s")
	g.Flags.DurationVar(&h.ConnectTimeout, "connect-timeout", time.Second, "for connecting")
	g.Flags.BoolVar(&h.noKeepAlive, "no-keepalive", false, "a new connection for each callback")
	h.MaxResponse = 1 << 20
	g.Flags.Var(&h.MaxResponse, "max-response-bytes", "how much of an answer is read: `SIZE`")
	g.Done()

	g = NewGroup(c, "TLS")
	g.Flags.StringVar(&h.Cacert, "cacert", "", "PEM file with the certificates to trust instead of the system's: `FILE`")
	g.Flags.StringVar(&h.cert, "cert", "", "PEM file with the client certificate: `FILE`")
	g.Flags.StringVar(&h.key, "key", "", "PEM file with its key: `FILE`")
	g.Flags.BoolVarP(&h.Insecure, "insecure", "k", false, "accept any certificate; Chat does not")
	g.Flags.Var(&ListValue{Values: &h.resolve}, "resolve", "connect to ADDR for HOST:PORT; repeatable: `HOST:PORT:ADDR`")
	g.Done()
	FilesFor(c, "cacert", "cert", "key")
}

func (h *HTTP) Client() (*webhook.Client, error) {
	if h.Timeout <= 0 || h.ConnectTimeout <= 0 {
		return nil, cli.Usage("", "--timeout and --connect-timeout want a time above 0, for instance 2s")
	}
	client := &webhook.Client{
		Timeout: h.Timeout, ConnectTimeout: h.ConnectTimeout, MaxResponse: int64(h.MaxResponse),
		NoKeepAlive: h.noKeepAlive, Proxy: webhook.ProxyFromEnvironment, Resolve: map[string]string{},
	}
	for _, r := range h.resolve {
		parts := strings.SplitN(r, ":", 3)
		if len(parts) != 3 || parts[0] == "" || parts[2] == "" {
			return nil, cli.Usage("", "--resolve %s: want HOST:PORT:ADDR, for instance www.example.com:443:127.0.0.1", r)
		}
		client.Resolve[net.JoinHostPort(parts[0], parts[1])] = strings.Trim(parts[2], "[]")
	}
	config, err := h.tls()
	client.TLS = config
	return client, err
}

func (h *HTTP) tls() (*tls.Config, error) {
	config := &tls.Config{InsecureSkipVerify: h.Insecure} //nolint:gosec // only when the user asks for it
	if h.Cacert != "" {
		pem, err := os.ReadFile(h.Cacert)
		if err != nil {
			return nil, cli.Usage("", "--cacert: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, cli.Usage("", "--cacert %s: there is no PEM certificate in it", h.Cacert)
		}
	}
	if (h.cert == "") != (h.key == "") {
		return nil, cli.Usage("", "--cert and --key go together")
	}
	if h.cert != "" {
		pair, err := tls.LoadX509KeyPair(h.cert, h.key)
		if err != nil {
			return nil, cli.Usage("", "--cert, --key: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// ByteSize reads 1048576, 64KiB, 1MiB or 1MB.
type ByteSize int64

func (b *ByteSize) String() string {
	if n := int64(*b); n > 0 && n%(1<<20) == 0 {
		return fmt.Sprintf("%dMiB", n>>20)
	}
	return strconv.FormatInt(int64(*b), 10)
}

func (b *ByteSize) Type() string { return "" }

func (b *ByteSize) Set(s string) error {
	units := []struct {
		suffix string
		factor int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"KB", 1e3}, {"B", 1}, {"", 1}}
	for _, u := range units {
		digits, found := strings.CutSuffix(s, u.suffix)
		if !found {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n <= 0 || n > (1<<40)/u.factor {
			break
		}
		*b = ByteSize(n * u.factor)
		return nil
	}
	return fmt.Errorf("got %q, want a size above 0 such as 1MiB or 65536", s)
}
