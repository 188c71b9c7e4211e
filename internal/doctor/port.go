package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"syscall"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// accepts looks at which addresses of the host accept a connection.
func (e *examination) accepts(ctx context.Context) Look {
	l := Look{Name: portLook, Outcome: judge.Pass}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, failure := e.Client.Probe(ctx, e.Target.URL)
	if failure != nil {
		return e.unreached(failure)
	}
	e.Target.URL = found
	where := e.Target.URL.Addr
	switch {
	case e.proxy != "":
		l.Found = e.proxy + " accepts connections; what lies behind it shows with the answer"
		return l
	case e.isSocket() || len(e.addresses) < 2:
		l.Found = where + " accepts connections"
		return l
	}
	texts, refusing := e.each(ctx)
	l.Found = strings.Join(texts, ", ")
	if refusing != "" && !webhook.IsLoopback(e.host) {
		l.Outcome = judge.Warn
		l.Cause = "Chat may take any address of the name, and " + refusing + " is one of them"
		l.Fix = "let the server listen on it as well, or take its record out of DNS"
	}
	return l
}

// each tries the addresses one by one, and returns what each of them does and the first that refuses.
func (e *examination) each(ctx context.Context) (texts []string, refusing string) {
	for _, ip := range e.addresses[:min(len(e.addresses), mostAddresses)] {
		where := net.JoinHostPort(ip.String(), e.port)
		what, isOurs := refusal(e.try(ctx, ip))
		texts = append(texts, where+" "+what)
		if what != accepting && !isOurs && refusing == "" {
			refusing = where
		}
	}
	return texts, refusing
}

// accepting is what [refusal] says of an address with which nothing is wrong.
const accepting = "accepts connections"

// try connects to one address of the host.
func (e *examination) try(ctx context.Context, ip netip.Addr) *webhook.Failure {
	there := *e.Target.URL
	there.Addr, there.Loopback = net.JoinHostPort(e.host, e.port), false
	client := &webhook.Client{
		Dial: e.Client.Dial, ConnectTimeout: e.Client.ConnectTimeout,
		Resolve: map[string]string{there.Addr: ip.String()},
	}
	defer client.Close()
	_, failure := client.Probe(ctx, &there)
	return failure
}

// unreached is said of a port that no connection leads to.
func (e *examination) unreached(failure *webhook.Failure) Look {
	l := Look{Name: portLook, Outcome: judge.Error, Found: failure.Error()}
	switch {
	case failure.Class == webhook.Proxy:
		l.Fix = "look at the proxy, or go without it: NO_PROXY=" + e.host
	case errors.Is(failure, webhook.ErrElsewhere):
		l.Cause = "the server listens on the other loopback address alone"
	case e.isSocket():
		l.Fix = "start the server, or correct the path of the socket"
	case errors.Is(failure, syscall.ECONNREFUSED):
		l.Cause = "nothing listens there: the backend is not started, or it listens on another port or address"
		l.Fix = "start it, or correct the port of the URL. In a container it has to listen on 0.0.0.0, with its port " +
			"published"
	case webhook.IsTimeout(failure):
		l.Cause = "packets are dropped on the way: a firewall or a security group, or an address where no machine is"
		l.Fix = fmt.Sprintf("let port %s in, from any address: Chat's own addresses are not documented", e.port)
	case failure.Class == webhook.Resolve:
		l.Fix = "correct the name, or give its address with --resolve HOST:PORT:ADDR"
	default:
		l.Fix = "look at the network of this machine and at the address"
	}
	return l
}
