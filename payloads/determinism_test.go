package payloads_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// work is one variant of one command; the commands are shared by everything that builds.
type work struct {
	c *payloads.Command
	v *payloads.Variant
}

func allWork() []work {
	var all []work
	for _, c := range chat.All() {
		for i := range c.Variants() {
			all = append(all, work{c, &c.Variants()[i]})
		}
		all = append(all, work{c, payloads.Example()})
	}
	return all
}

// printed is everything that a variant's packets are, in one text.
func printed(t testing.TB, w work, p payloads.Params) string {
	packets, err := w.c.Build(w.v, p)
	if err != nil {
		t.Errorf("%s/%s: %v", w.c.Name, w.v.ID, err)
	}
	var b bytes.Buffer
	for _, packet := range packets {
		fmt.Fprintf(&b, "%s %s %s %s\n%s\n", packet.Name(), packet.Label, packet.ClientIP, packet.OptPlatform,
			packet.Body)
	}
	return b.String()
}

func TestSameSeedGivesTheSameBytesWhateverElseRuns(t *testing.T) {
	p := payloads.Params{Seed: 11, Number: 3, Now: now}
	all := allWork()
	want := make([]string, len(all))
	for i, w := range all {
		want[i] = printed(t, w, p)
	}
	t.Run("again, with new commands", func(t *testing.T) {
		for i, w := range allWork() {
			if got := printed(t, w, p); got != want[i] {
				t.Errorf("%s/%s\ngot  %s\nwant %s", w.c.Name, w.v.ID, got, want[i])
			}
		}
	})
	t.Run("on one processor", func(t *testing.T) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		for i, w := range all {
			if got := printed(t, w, p); got != want[i] {
				t.Errorf("%s/%s\ngot  %s\nwant %s", w.c.Name, w.v.ID, got, want[i])
			}
		}
	})
	t.Run("by 8 goroutines in 8 orders", func(t *testing.T) {
		var running sync.WaitGroup
		for n := range uint64(8) {
			running.Go(func() {
				for _, i := range rand.New(rand.NewPCG(n, n)).Perm(len(all)) {
					w := all[i]
					if got := printed(t, w, p); got != want[i] {
						t.Errorf("%s/%s\ngot  %s\nwant %s", w.c.Name, w.v.ID, got, want[i])
					}
				}
			})
		}
		running.Wait()
	})
}

// timeless variants set or leave out every time that their packets hold.
var timeless = []string{
	"msgtime-doc-mismatch", "msgtime-2038", "eventtime-absent", "eventtime-zero",
	"eventtime-max-safe",
}

// drawsNothing holds for a variant that sets or leaves out the one thing that is drawn: the user of a change of state,
// the group that is full.
func drawsNothing(w work) bool {
	return w.c.Short == "state" && (strings.HasPrefix(w.v.ID, "account-") || strings.HasSuffix(w.v.ID, "-info")) ||
		w.c.Short == "full" && strings.HasPrefix(w.v.ID, "groupid-") ||
		strings.HasPrefix(w.c.Short, "official-") && strings.HasSuffix(w.v.ID, "-official-account") ||
		strings.HasPrefix(w.c.Short, "push-") && strings.HasSuffix(w.v.ID, "-events") ||
		w.c.Short == "over-limit" && (strings.HasSuffix(w.v.ID, "-request") || strings.HasPrefix(w.v.ID, "alert-")) ||
		strings.HasSuffix(w.v.ID, "-pairlist")
}

// tellsNoTime holds for a callback without a time, and for a variant that takes the one of its smallest packet away.
func tellsNoTime(w work) bool {
	return len(w.c.Where(payloads.IsSeconds|payloads.IsMilliseconds)) == 0 ||
		w.c.Short == "c2c-read" && strings.HasSuffix(w.v.ID, "-lastreadtime") ||
		w.c.Short == "c2c-recall" && strings.HasSuffix(w.v.ID, "-msgkey")
}

func TestOtherParamsGiveOtherBytes(t *testing.T) {
	base := payloads.Params{Seed: 11, Now: now}
	for name, p := range map[string]payloads.Params{
		"seed":   {Seed: 12, Now: now},
		"number": {Seed: 11, Number: 1, Now: now},
		"time":   {Seed: 11, Now: now.Add(1e9)},
		"layout": {Seed: 11, Now: now, Layout: jsontree.Pretty},
	} {
		t.Run(name, func(t *testing.T) {
			for _, w := range allWork() {
				isOfPush := strings.HasPrefix(w.c.Short, "push-") // which is its events, their times included
				switch {
				case w.v.ID == "baseline-doc-sample" && name != "layout",
					name == "time" && (slices.Contains(timeless, w.v.ID) || tellsNoTime(w)),
					drawsNothing(w) && (isOfPush || name == "seed" || name == "number"):
					continue
				}
				one, other := build(t, w.c, w.v, p), build(t, w.c, w.v, base)
				for i := range one {
					if bytes.Equal(one[i].Body, other[i].Body) {
						t.Errorf("%s: the same packet", one[i].Name())
					}
				}
			}
		})
	}
}

// Two variants of one seed are other messages, so that a backend that drops duplicates does not drop the second.
func TestVariantsAreDifferentMessages(t *testing.T) {
	for _, c := range chat.All() {
		seen := map[string]string{}
		for i := range c.Variants() {
			v := &c.Variants()[i]
			if v.ID == "baseline-doc-sample" {
				continue
			}
			p := build(t, c, v, payloads.Params{Seed: 7})[0]
			if before, again := seen[string(p.Body)]; again {
				t.Errorf("%s/%s has the packet of %s", c.Name, v.ID, before)
			}
			seen[string(p.Body)] = v.ID
		}
	}
}

func TestSequencesCountUpWithTheNumber(t *testing.T) {
	c := lookup(t, "send")
	var seqs []int64
	for n := range uint64(5) {
		packet, err := jsontree.Parse(build(t, c, nil, payloads.Params{Seed: 7, Number: n})[0].Body)
		if err != nil {
			t.Fatal(err)
		}
		seq, _ := packet.Get("MsgSeq").Int64()
		seqs = append(seqs, seq)
	}
	if !slices.IsSorted(seqs) || len(slices.Compact(seqs)) != 5 {
		t.Errorf("MsgSeq goes %v, want it to count up", seqs)
	}
}
