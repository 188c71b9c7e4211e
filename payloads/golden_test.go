package payloads_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const goldenDir = "../testdata/golden/payloads"

func goldenParams() payloads.Params {
	return payloads.Params{Seed: 7, Now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
}

// goldenLine is one packet with what goes into the query beside it. The packet stands as it is sent, so a line may be
// no JSON.
func goldenLine(p payloads.Packet) string {
	return fmt.Sprintf("{\"name\":%q,\"clientIP\":%q,\"optPlatform\":%q,\"packet\":%s}\n", p.Name(), p.ClientIP,
		p.OptPlatform, p.Body)
}

// goldenPackets are the packets of every golden file, as they were sent.
func goldenPackets(t testing.TB) [][]byte {
	t.Helper()
	var packets [][]byte
	for _, c := range chat.All() {
		data, err := os.ReadFile(goldenFile(c))
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			_, packet, found := bytes.Cut(line, []byte(`"packet":`))
			if !found {
				t.Fatalf("%s: a line without a packet: %.80s", c.Name, line)
			}
			packets = append(packets, bytes.TrimSuffix(packet, []byte("}\n")))
		}
	}
	if len(packets) < 450 {
		t.Fatalf("the golden files hold %d packets, want at least 450", len(packets))
	}
	return packets
}

func goldenFile(c *payloads.Command) string { return filepath.Join(goldenDir, c.Name+".ndjson") }

func TestPacketsAreTheGoldenOnes(t *testing.T) {
	for _, c := range chat.All() {
		t.Run(c.Short, func(t *testing.T) {
			var lines strings.Builder
			for i := range c.Variants() {
				for _, p := range build(t, c, &c.Variants()[i], goldenParams()) {
					lines.WriteString(goldenLine(p))
				}
			}
			compareGolden(t, goldenFile(c), lines.String())
		})
	}
	if !*update {
		goldenPackets(t)
	}
}

// What generating one variant prints, byte for byte.
func TestGeneratedPacketIsTheGoldenOne(t *testing.T) {
	c := lookup(t, "send")
	v, err := c.Variant("eventtime-string")
	if err != nil {
		t.Fatal(err)
	}
	packets := build(t, c, v, goldenParams())
	if len(packets) != 1 {
		t.Fatalf("got %d packets, want 1", len(packets))
	}
	compareGolden(t, filepath.Join(goldenDir, "send-eventtime-string.json"), string(packets[0].Body)+"\n")
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./payloads -update writes it)", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-update rewrites it)\n%s", file, diff)
	}
}

func lookup(t testing.TB, name string) *payloads.Command {
	t.Helper()
	c, err := chat.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
