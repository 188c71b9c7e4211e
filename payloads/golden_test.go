package payloads_test

import (
	"bytes"
	"crypto/sha256"
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

// goldenPacket is a packet of a golden file, as it was sent.
type goldenPacket struct {
	callback string
	body     []byte
}

// goldenPackets are the packets of every golden file.
func goldenPackets(t testing.TB) []goldenPacket {
	t.Helper()
	var packets []goldenPacket
	for _, file := range goldenFiles() {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			head, packet, found := bytes.Cut(line, []byte(`"packet":`))
			callback, _, named := strings.Cut(strings.TrimPrefix(string(head), `{"name":"`), "/")
			if !found || !named {
				t.Fatalf("%s: a line without a packet: %.80s", file, line)
			}
			packets = append(packets, goldenPacket{callback, bytes.TrimSuffix(packet, []byte("}\n"))})
		}
	}
	if len(packets) < 790 {
		t.Fatalf("the golden files hold %d packets, want at least 790", len(packets))
	}
	return packets
}

// goldenFiles are one for each of the usual callbacks with all that it sends, and one with the baselines of the others.
// Beside them hashesFile has a line for each of the others: the hash and the number of all that it sends.
func goldenFiles() []string {
	list := []string{othersFile}
	for _, c := range chat.Usual() {
		list = append(list, goldenFile(c))
	}
	return list
}

const (
	othersFile = goldenDir + "/others.ndjson"
	hashesFile = goldenDir + "/others.sha256"
)

func goldenFile(c *payloads.Command) string { return filepath.Join(goldenDir, c.Name+".ndjson") }

func TestPacketsAreTheGoldenOnes(t *testing.T) {
	var others, hashes strings.Builder
	for _, c := range chat.All() {
		var lines, baselines strings.Builder
		n := 0
		for i := range c.Variants() {
			v := &c.Variants()[i]
			for _, p := range build(t, c, v, goldenParams()) {
				line := goldenLine(p)
				lines.WriteString(line)
				n++
				if v.Section == "Baselines" {
					baselines.WriteString(line)
				}
			}
		}
		if !chat.IsUsual(c) {
			others.WriteString(baselines.String())
			fmt.Fprintf(&hashes, "%x  %3d  %s\n", sha256.Sum256([]byte(lines.String())), n, c.Name)
			continue
		}
		t.Run(c.Short, func(t *testing.T) { compareGolden(t, goldenFile(c), lines.String()) })
	}
	compareGolden(t, othersFile, others.String())
	compareGolden(t, hashesFile, hashes.String())
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
