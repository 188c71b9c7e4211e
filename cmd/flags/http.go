package flags

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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
	timeout        *pflag.Flag

	target *Target
}

// The flags that name files of TLS.
const (
	cacertFlag = "cacert"
	certFlag   = "cert"
	keyFlag    = "key"
)

// Bind declares the flags, for requests to a target.
func (h *HTTP) Bind(c *cobra.Command, t *Target) {
	h.target = t
	markSending(c)
	g := NewGroup(c, "HTTP")
	g.Header(&t.Header)
	h.timeout = g.Duration(&h.Timeout, "timeout", judge.Deadline, "2s",
		"longest wait for the whole answer, connecting included; Chat waits 2s; 0: no limit, and no check of time",
		NoLimitAtZero)
	g.Duration(&h.ConnectTimeout, "connect-timeout", time.Second, "2s", "longest wait for a connection")
	g.Bool(&h.noKeepAlive, "no-keepalive", "use a new connection for each callback")
	g.Size(&h.MaxResponse, "max-response-bytes", 1<<20, 0, "largest answer that is read: `SIZE`")

	g = NewGroup(c, "TLS")
	g.String(&h.Cacert, cacertFlag, "", "PEM file with the certificates to trust instead of the system's: `FILE`", File)
	g.String(&h.cert, certFlag, "", "PEM file with the client certificate: `FILE`", File)
	g.String(&h.key, keyFlag, "", "PEM file with the key of --cert: `FILE`", File)
	g.Bool(&h.Insecure, "insecure", "accept any certificate; Chat accepts valid ones only", Short("k"))
	g.List(&h.resolve, "resolve", "use ADDR for HOST:PORT", "HOST:PORT:ADDR")
}

// Unhurried waits for answers without a limit, unless one is given.
func (h *HTTP) Unhurried() {
	if !h.timeout.Changed {
		h.Timeout = 0
	}
}

// Header declares the flag for header fields.
func (g *Group) Header(fields *[]string) {
	g.List(fields, "header", "set a header field, or remove one with 'Name:'", "'Name: value'",
		Short("H"), ChangesBytes, MaskedAfter(": "))
}

const sendsAnnotation = "timhook_sends"

// markSending notes that the verb sends callbacks, so that an error says whether any was sent.
func markSending(c *cobra.Command) {
	annotate(c, sendsAnnotation)
}

// Sends is true of a verb that sends callbacks.
func Sends(c *cobra.Command) bool { return c.Annotations[sendsAnnotation] != "" }

func (h *HTTP) Client(a *cli.App) (*webhook.Client, error) {
	client := &webhook.Client{
		Timeout: h.limit(), ConnectTimeout: h.ConnectTimeout, MaxResponse: int64(h.MaxResponse),
		NoKeepAlive: h.noKeepAlive, Proxy: webhook.ProxyFromEnvironment, Resolve: map[string]string{},
		Diagnose: true,
	}
	for _, r := range h.resolve {
		parts := strings.SplitN(r, ":", 3)
		if len(parts) != 3 || parts[0] == "" || parts[2] == "" {
			return nil, cli.Usage("", "--resolve: want HOST:PORT:ADDR, for instance www.example.com:443:127.0.0.1")
		}
		client.Resolve[net.JoinHostPort(parts[0], parts[1])] = strings.Trim(parts[2], "[]")
	}
	config, err := h.tls(a)
	client.TLS = config
	return client, err
}

// limit is the longest time of an exchange; 0 on the command line means none.
func (h *HTTP) limit() time.Duration {
	if h.Timeout == 0 {
		return webhook.NoLimit
	}
	return h.Timeout
}

func (h *HTTP) tls(a *cli.App) (*tls.Config, error) {
	config := &tls.Config{InsecureSkipVerify: h.Insecure} //nolint:gosec // only when the user asks for it
	if h.Cacert != "" {
		pem, err := a.ReadFile("--"+cacertFlag, h.Cacert, cli.MostText)
		if err != nil {
			return nil, err
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
		pair, err := a.KeyPair("--"+certFlag, h.cert, "--"+keyFlag, h.key)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}
