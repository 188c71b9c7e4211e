package test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/supervise"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// answersWithin bounds the look whether something still listens after the stop.
const answersWithin = time.Second

// stopServer stops the server command, and tells what of it is left: the next run would find the port taken, and the
// developer a process that holds it.
func (t *testRun) stopServer(ctx context.Context, a *cli.App, probe *supervise.Probe) {
	t.server.Stop()
	for _, p := range t.server.Left() {
		a.Note("note: the server command has left a process behind that could not be ended: %s", inWords(p))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answersWithin)
	defer cancel()
	if _, answers := probe.Connects(ctx); answers {
		a.Note("note: something still listens at %s after the server command was stopped%s; end it before the next run",
			probe.URL.Public(), listening(probe.URL))
	}
}

// listening names who listens at an address of this machine, as far as that can be seen: " (process 12: node x.js)".
func listening(to *webhook.Endpoint) string {
	host, port, err := net.SplitHostPort(to.Addr)
	ip, notIP := netip.ParseAddr(host)
	if err != nil || host != "localhost" && (notIP != nil || !ip.IsLoopback()) {
		return ""
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return ""
	}
	var list []string
	for _, p := range supervise.Listening(n) {
		list = append(list, inWords(p))
	}
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// longestName is how much of a command line is shown, in bytes.
const longestName = 60

func inWords(p supervise.Process) string {
	return fmt.Sprintf("process %d: %s", p.ID, safe.Visible(safe.Cut(p.Name, longestName)))
}
