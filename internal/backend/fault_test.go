package backend_test

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
)

func TestEveryFaultSaysWhatItIs(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := make(map[string]bool)
	for _, f := range backend.Faults() {
		if !kebab.MatchString(f.Name) || seen[f.Name] {
			t.Errorf("%s: want a name of its own, in kebab-case", f.Name)
		}
		seen[f.Name] = true
		if f.Doc == "" || strings.HasSuffix(f.Doc, ".") || len(f.Trips) == 0 || f.Break == nil {
			t.Errorf("%s: want a doc without a period, checks that it trips, and a way to break", f.Name)
		}
		if got, err := backend.LookupFault(f.Name); err != nil || got.Name != f.Name {
			t.Errorf("%s: is not found: %v", f.Name, err)
		}
	}
	if len(seen) < 60 {
		t.Errorf("got %d faults, some were lost", len(seen))
	}
}

func TestLookupFaultNamesTheNearest(t *testing.T) {
	_, err := backend.LookupFault("plain-okay")
	var unknown *payloads.UnknownError
	if !errors.As(err, &unknown) || !slices.Contains(unknown.Near, "plain-ok") {
		t.Errorf("got %v, want an unknown fault with plain-ok near it", err)
	}
}

func TestAFaultyBackendStillRefusesWhatItHasToRefuse(t *testing.T) {
	for _, name := range []string{"plain-ok", "code-string", "status-204", "redirect-302"} {
		t.Run(name, func(t *testing.T) {
			f, err := backend.LookupFault(name)
			if err != nil {
				t.Fatal(err)
			}
			h := f.Break(backend.Reference(backend.Options{SDKAppID: appID}))
			if w := post(h, "SdkAppid=1", packet(1)); w.Code != http.StatusForbidden {
				t.Errorf("got %d, want 403", w.Code)
			}
		})
	}
}

// Shutdown, at the end of each test, waits for every connection: a fault that goes on without its client would hang it.
func TestSlowAndEndlessFaultsEndWithTheirClient(t *testing.T) {
	for _, name := range []string{"silent", "slow-3s", "drip", "no-length", "endless-body", "endless-headers", "endless-continue"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn := connected(t, broken(t, name))
				if _, err := conn.Write(wireRequest(packet(1))); err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				synctest.Wait()
				conn.Close()
				synctest.Wait()
				if took := time.Since(start); took > 0 {
					t.Errorf("the backend went on for %v", took)
				}
			})
		})
	}
}

func TestEndlessFaultsEndThoughTheClientStays(t *testing.T) {
	for _, name := range []string{"silent", "endless-body", "endless-headers", "endless-continue"} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn := connected(t, broken(t, name))
				defer conn.Close()
				if _, err := conn.Write(wireRequest(packet(1))); err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				n, err := io.Copy(io.Discard, conn)
				if err != nil || n > 80<<20 || time.Since(start) > 30*time.Second {
					t.Errorf("got %d bytes in %v, %v, want at most 64 MiB and 30 s", n, time.Since(start), err)
				}
			})
		})
	}
}

func broken(t *testing.T, name string) http.Handler {
	t.Helper()
	f, err := backend.LookupFault(name)
	if err != nil {
		t.Fatal(err)
	}
	return f.Break(backend.Reference(backend.Options{SDKAppID: appID}))
}

func TestTheServerGetsRidOfClientsThatStall(t *testing.T) {
	whole := string(wireRequest(packet(1)))
	for name, c := range map[string]struct {
		sent   string
		within time.Duration
	}{
		"half a head": {whole[:20], 5 * time.Second},
		"half a body": {whole[:len(whole)-5], 10 * time.Second},
		"idle":        {whole, 2 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn := connected(t, backend.Reference(backend.Options{}))
				defer conn.Close()
				go func() { _, _ = io.WriteString(conn, c.sent) }()
				start := time.Now()
				if _, err := io.Copy(io.Discard, conn); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took > c.within {
					t.Errorf("the connection was kept for %v, want %v at most", took, c.within)
				}
			})
		})
	}
}

func TestTheServerRefusesAHugeHead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := connected(t, backend.Reference(backend.Options{}))
		defer conn.Close()
		go func() {
			_, _ = io.WriteString(conn, "POST /im HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("x", 128<<10)+"\r\n\r\n")
		}()
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("got %v, %v, want 431", answer, err)
		}
	})
}
