//go:build unix

package e2e_test

import (
	"crypto/x509"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRecordingOverTLS(t *testing.T) {
	server := httptest.NewTLSServer(nil)
	server.Close()
	pair := server.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: pair.Certificate[0]},
		"key.pem":  {Type: "PRIVATE KEY", Bytes: key},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := startRecorder(dir, "--tls-cert", "cert.pem", "--tls-key", "key.pem", "-o", "calls.ndjson", "-n", "4")
	if err != nil {
		t.Fatal(err)
	}
	send := start(t, "send", "all", r.url+"/im", "--cacert", filepath.Join(dir, "cert.pem"))
	if code := send.code(t); code != 0 || !strings.HasPrefix(r.url, "https://") {
		t.Errorf("got exit code %d from send to %s, want 0\n%s%s", code, r.url, &send.stdout, &send.stderr)
	}
	if code := r.code(t); code != 0 {
		t.Errorf("got exit code %d\n%s", code, &r.stderr)
	}
}
