package cmd

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/webhook"
)

// scriptFlags are what a script for k6 is told about the load that it makes.
type scriptFlags struct {
	rate     rate
	duration time.Duration
	budgets  []string
}

func (s *scriptFlags) bind(c *cobra.Command) {
	g := flagGroup(c, "Script (--as k6)")
	s.rate.text = "50/s"
	g.flags.Var(&s.rate, "rate", "callbacks in a second, minute or hour: `N/s`")
	g.flags.DurationVar(&s.duration, "duration", 30*time.Second, "how long it sends: `D`")
	g.flags.Var(&listValue{values: &s.budgets}, "budget", "a threshold, such as 'p95<300ms', 'Group.*:p99<1s', 'late<0.1%' or 'fail=0'; repeatable: `[CALLBACK:]METRIC<LIMIT`")
	g.done()
}

// check refuses flags that would be without effect.
func (s *scriptFlags) check(c *cobra.Command, form string) error {
	for _, name := range []string{"rate", "duration", "budget"} {
		if form != "k6" && isGiven(c.Flags(), name) {
			return usage("", "--%s is for --as k6", name)
		}
	}
	if form == "k6" && s.duration < time.Second {
		return usage("", "--duration: got %v, want at least 1s, as k6 does", s.duration)
	}
	return nil
}

// script is a script for k6 that sends the packets.
func (s *scriptFlags) script(packets []payloads.Packet, target webhook.Target) (request.K6, error) {
	k := request.NewK6(conformance.Plan(packets, target), target)
	number, unit, _ := strings.Cut(s.rate.text, "/")
	k.Rate, _ = strconv.ParseFloat(number, 64) // the flag has read it before
	k.Per = map[string]time.Duration{"m": time.Minute, "h": time.Hour}[unit]
	k.Duration = s.duration
	for _, text := range s.budgets {
		b, err := budget.Parse(text)
		if err != nil {
			return k, usage(hintOf(err), "--budget: %w", err)
		}
		k.Budgets = append(k.Budgets, b)
	}
	return k, nil
}

// writeScript writes the script to a file or to stdout.
func (a *app) writeScript(ctx context.Context, k request.K6, output string) error {
	var err error
	if output != "" {
		err = a.writeFile(output, k.Write)
	} else {
		safe := a.out.Over(&stoppingWriter{ctx, a.out})
		err = errors.Join(k.Write(safe), safe.Flush())
	}
	if err != nil {
		return fmt.Errorf("--as k6: %w", err)
	}
	if k.Signed {
		a.note("the script holds no token: set TIMHOOK_TOKEN when k6 runs it")
	}
	return nil
}
