package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed k6.js
var k6Script []byte

//go:embed k6paced.js
var k6Paced []byte

// peers are the programs that are compared, and the files that they need.
type peers struct {
	dir  string
	bins map[string]string // path by name; one that is missing is not in it
}

// prepare builds timhook and the peers that are modules, and looks for the others.
func prepare(ctx context.Context) (*peers, error) {
	dir, err := os.MkdirTemp("", "timhook-bench-")
	if err != nil {
		return nil, err
	}
	p := &peers{dir: dir, bins: map[string]string{}}
	for _, b := range []struct{ name, from, what string }{
		{"timhook", "..", "."},
		{"hey", ".", "github.com/rakyll/hey"},
		{"k6", "../testdata/e2e/k6", "go.k6.io/k6"},
	} {
		bin := filepath.Join(dir, b.name)
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", bin, b.what)
		build.Dir = b.from
		if out, err := build.CombinedOutput(); err == nil {
			p.bins[b.name] = bin
		} else if b.name == "timhook" {
			p.remove()
			return nil, fmt.Errorf("build %s: %w\n%s", b.name, err, out)
		} else {
			fmt.Printf("%s is left out, since it cannot be built: %s\n", b.name, strings.TrimSpace(string(out)))
		}
	}
	if wrk, err := exec.LookPath("wrk"); err == nil {
		p.bins["wrk"] = wrk
	} else {
		fmt.Println("wrk is left out, since it is not installed")
	}
	return p, p.writeFiles(ctx)
}

// writeFiles writes the one body that the peers send, from the packets that timhook sends, and their scripts.
func (p *peers) writeFiles(ctx context.Context) error {
	body, err := exec.CommandContext(ctx, p.bins["timhook"], "generate", "send/text", "--as", "json", "--seed", "1").Output()
	if err != nil {
		if body, err = exec.CommandContext(ctx, p.bins["timhook"], "generate", "send", "--as", "json", "--seed", "1").Output(); err != nil {
			return fmt.Errorf("the body for the peers: %w", err)
		}
	}
	packet := strings.TrimSpace(string(body))
	for len(packet) < 860 { // the mean of what timhook sends
		packet = strings.Replace(packet, `"MsgBody":[`, `"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"as long as other packets are"}},`, 1)
	}
	lua := fmt.Sprintf("wrk.method = \"POST\"\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = [==[%s]==]\n", packet)
	return errors.Join(
		os.WriteFile(p.file("body.json"), []byte(packet), 0o600),
		os.WriteFile(p.file("post.lua"), []byte(lua), 0o600),
		os.WriteFile(p.file("k6.js"), k6Script, 0o600),
		os.WriteFile(p.file("k6paced.js"), k6Paced, 0o600),
	)
}

func (p *peers) file(name string) string { return filepath.Join(p.dir, name) }

func (p *peers) remove() { _ = os.RemoveAll(p.dir) }
