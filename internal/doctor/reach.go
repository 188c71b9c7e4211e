package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/webhook"
)

// patience is how long a look that sends no callback may take.
const patience = 3 * time.Second

// hostAndPort are those of a URL; a Unix socket has none.
func hostAndPort(u *webhook.Endpoint) (host, port string) {
	host, port, _ = net.SplitHostPort(u.Addr)
	return host, port
}

func (e *examination) isSocket() bool { return e.Target.URL.Network == "unix" }

// throughProxy looks at the variables that name proxies.
func (e *examination) throughProxy(context.Context) Look {
	l := Look{Name: proxyLook, Outcome: judge.Pass}
	set := phrase.And(e.Proxies)
	are := set + " " + verb(len(e.Proxies), "is", "are") + " set"
	proxy, failure := e.Client.ProxyOf(e.Target.URL)
	switch {
	case failure != nil:
		l.Outcome, l.Found = judge.Fail, failure.Error()
		l.Fix = "correct the variable, or take it away for this run: env -u NAME timhook doctor …"
	case proxy != "":
		e.proxy = proxy
		l.Outcome, l.Found = judge.Info, fmt.Sprintf("requests go through %s (%s)", proxy, set)
		l.Fix = fmt.Sprintf("if the backend is on this network, name it: NO_PROXY=%s", e.host)
	case set == "":
		l.Found = "no proxy variable is set"
	case e.isSocket() || webhook.IsLoopback(e.host):
		l.Found = are + ", and not used for this machine"
	default:
		l.Found = are + ", and not used for " + e.host
	}
	return l
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// name looks at which addresses the host of the URL has.
func (e *examination) name(ctx context.Context) Look {
	l := Look{Name: nameLook, Outcome: judge.Pass}
	given, isGiven := e.Client.Resolve[e.Target.URL.Addr]
	ip, failed := netip.ParseAddr(e.host)
	switch {
	case e.isSocket():
		l.Found = "a Unix socket has no name; Chat reaches it through a server in front"
		return l
	case e.proxy != "":
		l.Found = "the proxy resolves " + e.host
		return l
	case isGiven:
		l.Found = fmt.Sprintf("%s is %s by --resolve, whatever its name says", e.host, given)
		return l
	case e.Target.URL.Loopback: // as :8080 and http://localhost have it
		e.addresses = []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}
		l.Found = "this machine: 127.0.0.1, or else ::1"
		return e.fromOutside(l)
	case failed == nil:
		e.addresses = []netip.Addr{ip}
	default:
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		var err error
		if e.addresses, err = e.lookup(ctx); err != nil {
			return unresolved(e.host, err)
		}
	}
	l.Found = e.host + " is " + listed(e.addresses)
	if len(e.addresses) == 1 && e.addresses[0].String() == e.host {
		l.Found = e.host + " is an address, so there is nothing to resolve"
	}
	return e.fromOutside(l)
}

func (e *examination) lookup(ctx context.Context) ([]netip.Addr, error) {
	if e.Lookup != nil {
		return e.Lookup(ctx, e.host)
	}
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", e.host)
	for i := range found {
		found[i] = found[i].Unmap()
	}
	return found, err
}

func unresolved(host string, err error) Look {
	l := Look{
		Name: nameLook, Outcome: judge.Error, Found: "no address was found for " + host,
		Fix: "try again; if it stays, look at the resolver of this machine. --resolve HOST:PORT:ADDR goes without one",
	}
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		l.Cause = "the name is not known here: " + dns.Err
		l.Fix = "correct the name, or add its record (A or AAAA). --resolve HOST:PORT:ADDR tests without one"
	case errors.As(err, &dns) && dns.IsTimeout:
		l.Cause = "the resolver did not answer in time"
	case errors.As(err, &dns):
		l.Cause = "the resolver failed: " + dns.Err
	default:
		l.Cause = err.Error()
	}
	return l
}

// fromOutside adds whether Chat, which comes from the internet, can reach these addresses, and whether the console takes
// the name.
func (e *examination) fromOutside(l Look) Look {
	if strings.Contains(e.host, "_") {
		l.Outcome = judge.Warn
		l.Cause = "the console takes letters, digits and hyphens in a name (Webhook Configuration, 1047/34520)"
		l.Fix = "give the backend a name without an underscore"
		return l
	}
	for _, ip := range e.addresses {
		if !isPrivate(ip) {
			return l
		}
	}
	switch {
	case e.Target.URL.Scheme == "https" && !webhook.IsLoopback(e.host):
		l.Outcome = judge.Warn
		l.Cause = "Chat comes from the internet and does not reach a private address"
		l.Fix = "give the name a public address, or use the URL of a tunnel (docs/tunnels.md)"
	default:
		l.Found += "; Chat reaches it through a tunnel (docs/tunnels.md)"
	}
	return l
}

// isPrivate is true of an address that nobody reaches from the internet, that of a provider's NAT included (RFC 6598).
func isPrivate(ip netip.Addr) bool {
	shared := netip.MustParsePrefix("100.64.0.0/10")
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified() || shared.Contains(ip)
}

// mostAddresses of a name are shown and tried.
const mostAddresses = 4

func listed(addresses []netip.Addr) string {
	var texts []string
	for _, ip := range addresses[:min(len(addresses), mostAddresses)] {
		texts = append(texts, ip.String())
	}
	text := phrase.And(texts)
	if more := len(addresses) - len(texts); more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// refusal is what an address does instead of accepting a connection.
func refusal(failure *webhook.Failure) (what string, isOurs bool) {
	switch {
	case failure == nil:
		return "accepts connections", false
	case errors.Is(failure, syscall.ECONNREFUSED):
		return "refuses connections", false
	case errors.Is(failure, syscall.ENETUNREACH), errors.Is(failure, syscall.EADDRNOTAVAIL):
		return "cannot be tried from here", true
	case webhook.IsTimeout(failure):
		return "does not answer", false
	}
	return "cannot be reached", false
}
