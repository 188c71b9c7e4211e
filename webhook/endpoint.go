package webhook

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/secret"
)

// Endpoint is a callback URL as the customer wrote it into the console.
type Endpoint struct {
	Scheme   string // "http" or "https"
	Host     string // as in the Host header field: the port is there if the URL has one
	Network  string // "tcp" or "unix"
	Addr     string // where to connect: "host:port" in lower case, or the path of the socket
	Path     string // escaped as it was written; at least "/"
	RawQuery string // escaped as it was written, without the question mark
	// written as :PORT or http://localhost: where Addr refuses a connection, 127.0.0.1 and ::1 are tried
	Loopback bool
}

// ParseEndpoint reads a callback URL:
//
//	https://www.example.com/im?token=abc   http or https
//	unix:/run/app.sock:/im?token=abc       HTTP over a Unix socket; the part from ":/" may be missing
//	localhost:8080/im, [::1]:8080          HOST:PORT without a scheme is http
//	:8080/im                               http on this machine, 127.0.0.1 or else ::1
//
// Path and query are kept byte for byte, but that characters outside ASCII become %XX, since HTTP allows no others. A
// fragment is dropped, since no client sends it. Errors never quote the query or credentials.
func ParseEndpoint(s string) (*Endpoint, error) {
	scheme, rest, _ := strings.Cut(s, ":")
	switch {
	case s == "":
		return nil, errors.New("URL is empty, want http:// or https://")
	case scheme == "":
		e, err := parseWeb("http", "127.0.0.1"+s)
		if err != nil {
			return nil, err
		}
		e.Loopback = true
		return e, nil
	case strings.EqualFold(scheme, "unix"):
		return parseUnix(rest)
	case IsHostPort(s):
		return parseWeb("http", s)
	case !strings.HasPrefix(rest, "//") && strings.Contains(s, "@"):
		return nil, errPassword()
	case !strings.HasPrefix(rest, "//"):
		return nil, fmt.Errorf("URL %s: no scheme, want http:// or https:// in front\n"+
			"HOST:PORT/path, :8080/path and unix:/path.sock are URLs, too", quoteHead(s))
	case strings.EqualFold(scheme, "http"), strings.EqualFold(scheme, "https"):
		return parseWeb(strings.ToLower(scheme), rest[2:])
	}
	return nil, fmt.Errorf("URL scheme: got %q, want http or https", scheme)
}

// IsHostPort reports whether a text is a host and a port, with or without a path, as in localhost:8080/im. That is how
// people write a URL of their own machine.
func IsHostPort(s string) bool {
	authority := s
	if end := strings.IndexAny(s, "/?#"); end >= 0 {
		authority = s[:end]
	}
	i := strings.LastIndexByte(authority, ':')
	if i <= 0 || i+1 == len(authority) {
		return false
	}
	host, port := authority[:i], authority[i+1:]
	bracketed := host[0] == '[' && host[len(host)-1] == ']'
	return (bracketed || !strings.ContainsAny(host, ":[]")) && strings.Trim(port, "0123456789") == ""
}

// parseWeb reads what follows "http://".
func parseWeb(scheme, rest string) (*Endpoint, error) {
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority := rest[:end]
	if strings.Contains(authority, "@") {
		return nil, errPassword()
	}
	addr, host, err := splitHost(authority, scheme)
	if err != nil && strings.Contains(rest, "@") { // a password may hold a slash
		return nil, errPassword()
	}
	if err != nil {
		return nil, err
	}
	e := &Endpoint{Scheme: scheme, Host: host, Network: "tcp", Addr: addr}
	e.Loopback = scheme == "http" && e.hostname() == localhost
	return e, e.setTarget(rest[end:])
}

func errPassword() error {
	return errors.New("URL holds a user name or password, which Chat does not send\n" +
		"use -H 'Authorization: Basic ...' instead")
}

// parseUnix reads what follows "unix:".
func parseUnix(rest string) (*Endpoint, error) {
	if strings.HasPrefix(rest, "///") {
		rest = rest[2:] // unix:///run/app.sock means the same as unix:/run/app.sock
	}
	socket, target, found := strings.Cut(rest, ":/")
	if found {
		target = "/" + target
	}
	switch {
	case socket == "":
		return nil, errors.New("unix URL: no path of a socket, want unix:/path.sock or unix:/path.sock:/http/path")
	case strings.ContainsRune(socket, 0):
		return nil, errors.New("unix URL: the path of the socket holds a NUL")
	}
	e := &Endpoint{Scheme: "http", Host: "localhost", Network: "unix", Addr: socket}
	return e, e.setTarget(target)
}

// setTarget reads path, query and fragment.
func (e *Endpoint) setTarget(target string) error {
	target, _, _ = strings.Cut(target, "#")
	for i := range len(target) {
		if c := target[i]; c <= ' ' || c == 0x7f {
			return fmt.Errorf("URL: got %q in path or query, want it escaped as %%%02X", c, c)
		}
	}
	path, query, _ := strings.Cut(target, "?")
	e.Path, e.RawQuery = escapeNonASCII(path), escapeNonASCII(query)
	if e.Path == "" {
		e.Path = "/"
	}
	return nil
}

// splitHost reads "host" or "host:port" and returns the address to connect to and the value of
// the Host field, which differ in the default port and in the zone of an IPv6 address.
func splitHost(authority, scheme string) (addr, host string, err error) {
	name, port := authority, ""
	i, bracket := strings.LastIndexByte(authority, ':'), strings.LastIndexByte(authority, ']')
	if i > bracket && (bracket >= 0 || authority[0] != '[') {
		name, port = authority[:i], authority[i:]
	}
	dial, shown, err := checkHost(name)
	if err != nil {
		return "", "", err
	}
	if port == "" {
		return net.JoinHostPort(dial, defaultPort(scheme)), shown, nil
	}
	n, err := strconv.ParseUint(port[1:], 10, 16)
	const longest = len("65535")
	if len(port) > 1+longest { // of a URL without its host, this is a password
		return "", "", fmt.Errorf("URL port: got %d characters, want 1 to 65535", len(port)-1)
	}
	if err != nil || n == 0 {
		return "", "", fmt.Errorf("URL port: got %q, want 1 to 65535", port[1:])
	}
	return net.JoinHostPort(dial, strconv.FormatUint(n, 10)), shown + port, nil
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// checkHost returns the name to dial and the name to show in the Host field.
func checkHost(name string) (dial, shown string, err error) {
	switch {
	case name == "":
		return "", "", errors.New("URL has no host")
	case strings.HasPrefix(name, "["):
		inner, closed := strings.CutSuffix(name[1:], "]")
		ip, err := netip.ParseAddr(strings.Replace(inner, "%25", "%", 1))
		if err != nil || !closed || !ip.Is6() {
			return "", "", fmt.Errorf("URL host: got %q, want an IPv6 address in brackets", name)
		}
		return ip.String(), "[" + ip.WithZone("").String() + "]", nil
	case strings.Contains(name, ":"):
		return "", "", fmt.Errorf("URL host: got %q, want an IPv6 address in brackets", name)
	}
	for _, c := range name {
		if c >= 0x80 {
			return "", "", fmt.Errorf("URL host: got %q, want its ASCII form (xn--...)", name)
		}
		if !unreserved(byte(c)) || c == '~' {
			return "", "", fmt.Errorf("URL host: got %q in %q, want letters, digits, dots and hyphens", c, name)
		}
	}
	return strings.ToLower(name), name, nil
}

// String returns the URL as it was written, with its default parts filled in.
func (e *Endpoint) String() string {
	target := e.Path
	if e.RawQuery != "" {
		target += "?" + e.RawQuery
	}
	if e.Network == "unix" {
		return "unix:" + e.Addr + ":" + target
	}
	return e.Scheme + "://" + e.Host + target
}

// hostname is the host without its port, as DNS and certificates know it.
func (e *Endpoint) hostname() string {
	host, _, err := net.SplitHostPort(e.Addr)
	if err != nil {
		return e.Host
	}
	return host
}

// escapeNonASCII escapes the bytes that no URL may hold and touches no other.
func escapeNonASCII(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0 {
		return s
	}
	dst := make([]byte, 0, 3*len(s))
	for i := range len(s) {
		if s[i] < 0x80 {
			dst = append(dst, s[i])
		} else {
			dst = appendEscaped(dst, s[i:i+1])
		}
	}
	return string(dst)
}

// quoteHead quotes a URL up to its query, which may hold secrets.
func quoteHead(s string) string {
	if i := strings.IndexAny(s, "?#@"); i >= 0 {
		return strconv.Quote(s[:i]) + "..."
	}
	return strconv.Quote(s)
}

// Public is the URL as it may be shown: what its path and its query hold as secrets is masked.
func (e *Endpoint) Public() string { return new(secret.Policy).URL(e.String(), "") }
