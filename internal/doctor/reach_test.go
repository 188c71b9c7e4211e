package doctor_test

import (
	"context"
	"crypto/tls"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/doctor"
)

func TestWhereThereIsNoBackend(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	_ = listener.Close()
	r := doctor.Examine(t.Context(), options(t, "http://"+addr+"/im"))
	is(t, look(t, r, "port"), judge.Error, "connection refused", "nothing listens there", "start it")
	if r.Verdict() != judge.Error || len(r.Looks) != 3 || r.Next.Verb != "doctor" {
		t.Errorf("got %v after %d looks, next %+v", r.Verdict(), len(r.Looks), r.Next)
	}

	o := options(t, "https://nobody.example/im")
	o.Lookup = func(context.Context, string) ([]netip.Addr, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "nobody.example", IsNotFound: true}
	}
	r = doctor.Examine(t.Context(), o)
	is(t, look(t, r, "name"), judge.Error, "no address was found for nobody.example", "not known", "A or AAAA")
}

// named gives a host that no resolver knows the address of a server on this machine.
func named(t *testing.T, address string, ips ...string) doctor.Options {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	o := options(t, u.Scheme+"://im.example.com:"+u.Port()+"/im")
	o.Client.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, strings.Replace(addr, "im.example.com", "127.0.0.1", 1))
	}
	o.Lookup = func(context.Context, string) (list []netip.Addr, _ error) {
		for _, ip := range ips {
			list = append(list, netip.MustParseAddr(ip))
		}
		return list, nil
	}
	return o
}

func TestAnAddressThatRefusesIsNamed(t *testing.T) {
	r := doctor.Examine(t.Context(), named(t, serve(t, right(), nil), "127.0.0.1", "127.0.0.2"))
	is(t, look(t, r, "port"), judge.Warn, "127.0.0.2", "Chat may take any", "out of DNS")
}

func TestNamesThatChatCannotUse(t *testing.T) {
	for _, tt := range []struct {
		name, url, ip     string
		o                 judge.Outcome
		found, cause, fix string
	}{
		{"a private address", "https://im.example.com", "10.0.0.7", judge.Warn, "is 10.0.0.7", "private", "tunnel"},
		{"a carrier's address", "https://im.example.com", "100.64.3.4", judge.Warn, "100.64", "private", "tunnel"},
		{"an underscore", "https://my_im.example.com", "8.8.8.8", judge.Warn, "is 8.8.8.8", "hyphens", "underscore"},
		{"a public address", "https://im.example.com", "8.8.8.8", judge.Pass, "im.example.com is 8.8.8.8", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := options(t, tt.url)
			o.Lookup = func(context.Context, string) ([]netip.Addr, error) {
				return []netip.Addr{netip.MustParseAddr(tt.ip)}, nil
			}
			o.Client.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, syscall.ECONNREFUSED }
			is(t, look(t, doctor.Examine(t.Context(), o), "name"), tt.o, tt.found, tt.cause, tt.fix)
		})
	}
}

func TestTLSIsLookedAtAsChatDoes(t *testing.T) {
	a := newAuthority(t)
	const host, soon, long = "im.example.com", 50 * time.Hour, 900 * time.Hour
	for _, tt := range []struct {
		name              string
		pair              tls.Certificate
		insecure          bool
		o                 judge.Outcome
		found, cause, fix string
	}{
		{"a whole chain", a.server(t, host, long, a.middle), false, judge.Pass, "TLS 1.3, the certificate", "", ""},
		{"expires soon", a.server(t, host, soon, a.middle), false, judge.Warn, "(2 days)", "renewed", "renew it"},
		{"expired", a.server(t, host, -soon, a.middle), false, judge.Fail, "Chat", "expired on", "certbot renew"},
		{"another name", a.server(t, "b.test", long, a.middle), false, judge.Fail, "Chat", "for b.test", "certbot -d"},
		{"no middle", a.server(t, host, long), false, judge.Fail, "Chat", "full chain", "fullchain.pem"},
		{"self-signed", pairOf(issue(t, serving(host, long), nil)), false, judge.Fail, "Chat", "self-signed", "tunnel"},
		{"accepted by -k", a.server(t, host, long), true, judge.Warn, "-k goes on", "full chain", "fullchain.pem"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := named(t, serve(t, right(), &tls.Config{Certificates: []tls.Certificate{tt.pair}}), "8.8.8.8")
			o.Client.TLS = &tls.Config{RootCAs: a.pool(), InsecureSkipVerify: tt.insecure}
			r := doctor.Examine(t.Context(), o)
			is(t, look(t, r, "tls"), tt.o, tt.found, tt.cause, tt.fix)
			if answered := r.Looks[len(r.Looks)-1].Name == "sdkappid"; answered == (tt.o == judge.Fail) {
				t.Errorf("got %+v as the last look", r.Looks[len(r.Looks)-1])
			}
		})
	}
	t.Run("no TLS at all", func(t *testing.T) {
		address := strings.Replace(serve(t, right(), nil), "http://", "https://", 1)
		r := doctor.Examine(t.Context(), options(t, address))
		is(t, look(t, r, "tls"), judge.Fail, "Chat", "does not speak TLS: use http://", "take that URL")
	})
	t.Run("http to a port for https", func(t *testing.T) {
		pair := a.server(t, "127.0.0.1", long, a.middle)
		address := serve(t, right(), &tls.Config{Certificates: []tls.Certificate{pair}})
		o := options(t, strings.Replace(address, "https://", "http://", 1))
		is(t, look(t, doctor.Examine(t.Context(), o), "answer"), judge.Fail, "use https://", "", "")
	})
}

func TestProxiesAreNamedWithoutTheirPasswords(t *testing.T) {
	o := options(t, "http://im.example.com/im")
	o.Proxies = []string{"HTTP_PROXY"}
	o.Client.Proxy = func(*url.URL) (*url.URL, error) { return url.Parse("http://me:hidden-word@127.0.0.1:1") }
	r := doctor.Examine(t.Context(), o)
	is(t, look(t, r, "proxy"), judge.Info, "go through 127.0.0.1:1 (HTTP_PROXY)", "", "NO_PROXY=im.example.com")
	is(t, look(t, r, "port"), judge.Error, "proxy", "", "NO_PROXY")
	for _, l := range r.Looks {
		if strings.Contains(l.Found+l.Cause+l.Fix, "hidden-word") {
			t.Errorf("got %+v, which holds the password", l)
		}
	}
	o = options(t, serve(t, right(), nil))
	o.Proxies = []string{"HTTP_PROXY"}
	is(t, look(t, doctor.Examine(t.Context(), o), "proxy"), judge.Pass, "not used for this machine", "", "")
}
