package e2e_test

import (
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/timhook/timhook/internal/backend"
)

// startServer serves the reference backend in an unusual way, as in "server six", and sets $URL, $ADDR and $PORT. The
// file ca.pem holds its certificate where there is one.
func startServer(ts *testscript.TestScript, neg bool, args []string) {
	kinds := map[string]func(*httptest.Server){
		"six": func(s *httptest.Server) { // on ::1 alone
			l, err := net.Listen("tcp", "[::1]:0")
			ts.Check(err)
			s.Listener.Close()
			s.Listener = l
			s.Start()
		},
		"tls": func(s *httptest.Server) { s.StartTLS() },
		"http2": func(s *httptest.Server) {
			s.Config.Protocols = new(http.Protocols)
			s.Config.Protocols.SetUnencryptedHTTP2(true)
			s.Start()
		},
		"http2-tls": func(s *httptest.Server) {
			s.TLS = &tls.Config{NextProtos: []string{"h2"}}
			s.Config.Protocols = new(http.Protocols)
			s.Config.Protocols.SetHTTP2(true)
			s.StartTLS()
		},
	}
	if neg || len(args) != 1 || kinds[args[0]] == nil {
		ts.Fatalf("usage: server six|tls|http2|http2-tls")
	}
	reference := backend.Reference(backend.Options{})
	count := requestCount(ts)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		reference.ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	kinds[args[0]](server)
	ts.Defer(func() { server.CloseClientConnections(); server.Close() })
	setURL(ts, server.URL)
	ts.Setenv("ADDR", server.Listener.Addr().String())
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	ts.Check(err)
	ts.Setenv("PORT", port)
	if c := server.Certificate(); c != nil {
		file := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
		ts.Check(os.WriteFile(ts.MkAbs("ca.pem"), file, 0o600))
	}
}
