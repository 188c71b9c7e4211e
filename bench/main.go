// Bench compares `timhook load` with other load generators, interleaved in one run.
//
// Every client is run against a sink in a process of its own, which counts what arrives and when; the client's CPU time
// is what the system accounts to its process. What is printed are medians over the rounds, and ratios between clients
// of the same round: this machine's speed is none of theirs.
//
//	go run . [-rounds 5] [-length 5s] [-only closed|paced|memory]
//
// Peers: wrk (a package of the system), hey (this module's tool), k6 (module in ../testdata/e2e/k6); one that is
// missing is left out and named.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == "sink" {
		exit(runSink(os.Args[2]))
	}
	var o options
	flag.IntVar(&o.rounds, "rounds", 5, "how often each client is run")
	flag.DurationVar(&o.length, "length", 5*time.Second, "how long each run takes; in a short one the building of the payloads weighs more")
	flag.StringVar(&o.only, "only", "", "one experiment: closed, paced or memory")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(bench(ctx, o))
}

type options struct {
	rounds int
	length time.Duration
	only   string
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// bench runs the experiments one after the other.
func bench(ctx context.Context, o options) error {
	peers, err := prepare(ctx)
	if err != nil {
		return err
	}
	defer peers.remove()
	for _, e := range experiments(o.length) {
		if o.only != "" && o.only != e.group {
			continue
		}
		if err := e.show(ctx, peers, o.rounds); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return nil
}
