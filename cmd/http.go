package cmd

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
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// httpFlags say how requests are carried.
type httpFlags struct {
	timeout        time.Duration
	connectTimeout time.Duration
	noKeepAlive    bool
	maxResponse    byteSize
	cacert         string
	cert, key      string
	insecure       bool
	resolve        []string
}

func (h *httpFlags) bind(c *cobra.Command, t *targetFlags) {
	g := flagGroup(c, "HTTP")
	g.flags.VarP(&listValue{values: &t.header}, "header", "H", "set a header field, or remove one with 'Name:'; repeatable: `'Name: value'`")
	g.flags.DurationVar(&h.timeout, "timeout", judge.Deadline, "for the whole answer, connecting included; Chat waits 2s")
	g.flags.DurationVar(&h.connectTimeout, "connect-timeout", time.Second, "for connecting")
	g.flags.BoolVar(&h.noKeepAlive, "no-keepalive", false, "a new connection for each callback")
	h.maxResponse = 1 << 20
	g.flags.Var(&h.maxResponse, "max-response-bytes", "how much of an answer is read: `SIZE`")
	g.done()

	g = flagGroup(c, "TLS")
	g.flags.StringVar(&h.cacert, "cacert", "", "PEM file with the certificates to trust instead of the system's: `FILE`")
	g.flags.StringVar(&h.cert, "cert", "", "PEM file with the client certificate: `FILE`")
	g.flags.StringVar(&h.key, "key", "", "PEM file with its key: `FILE`")
	g.flags.BoolVarP(&h.insecure, "insecure", "k", false, "accept any certificate; Chat does not")
	g.flags.Var(&listValue{values: &h.resolve}, "resolve", "connect to ADDR for HOST:PORT; repeatable: `HOST:PORT:ADDR`")
	g.done()
	filesFor(c, "cacert", "cert", "key")
}

func (h *httpFlags) client() (*webhook.Client, error) {
	if h.timeout <= 0 || h.connectTimeout <= 0 {
		return nil, usage("", "--timeout and --connect-timeout want a time above 0, for instance 2s")
	}
	client := &webhook.Client{
		Timeout: h.timeout, ConnectTimeout: h.connectTimeout, MaxResponse: int64(h.maxResponse),
		NoKeepAlive: h.noKeepAlive, Proxy: webhook.ProxyFromEnvironment, Resolve: map[string]string{},
	}
	for _, r := range h.resolve {
		parts := strings.SplitN(r, ":", 3)
		if len(parts) != 3 || parts[0] == "" || parts[2] == "" {
			return nil, usage("", "--resolve %s: want HOST:PORT:ADDR, for instance www.example.com:443:127.0.0.1", r)
		}
		client.Resolve[net.JoinHostPort(parts[0], parts[1])] = strings.Trim(parts[2], "[]")
	}
	config, err := h.tls()
	client.TLS = config
	return client, err
}

func (h *httpFlags) tls() (*tls.Config, error) {
	config := &tls.Config{InsecureSkipVerify: h.insecure} //nolint:gosec // only when the user asks for it
	if h.cacert != "" {
		pem, err := os.ReadFile(h.cacert)
		if err != nil {
			return nil, usage("", "--cacert: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, usage("", "--cacert %s: there is no PEM certificate in it", h.cacert)
		}
	}
	if (h.cert == "") != (h.key == "") {
		return nil, usage("", "--cert and --key go together")
	}
	if h.cert != "" {
		pair, err := tls.LoadX509KeyPair(h.cert, h.key)
		if err != nil {
			return nil, usage("", "--cert, --key: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// byteSize reads 1048576, 64KiB, 1MiB or 1MB.
type byteSize int64

func (b *byteSize) String() string {
	if n := int64(*b); n > 0 && n%(1<<20) == 0 {
		return fmt.Sprintf("%dMiB", n>>20)
	}
	return strconv.FormatInt(int64(*b), 10)
}

func (b *byteSize) Type() string { return "" }

func (b *byteSize) Set(s string) error {
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
		*b = byteSize(n * u.factor)
		return nil
	}
	return fmt.Errorf("got %q, want a size above 0 such as 1MiB or 65536", s)
}
