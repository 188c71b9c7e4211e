package conformance_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// restarting refuses the connections with these numbers, and notes when each was asked for.
func restarting(client *webhook.Client, refused ...int) (*webhook.Client, *[]time.Duration) {
	start, dial, asked := time.Now(), client.Dial, new([]time.Duration)
	client.NoKeepAlive = true
	client.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		n := len(*asked)
		*asked = append(*asked, time.Since(start))
		if slices.Contains(refused, n) {
			return nil, syscall.ECONNREFUSED
		}
		return dial(ctx, network, addr)
	}
	return client, asked
}

func TestARefusedConnectionEndsTheRunOnlyAtTheThirdInARow(t *testing.T) {
	for _, c := range []struct {
		name    string
		refused []int
		want    string // the first letter of each outcome
		took    time.Duration
	}{
		{"one", []int{1}, "PEPPPPPP", 100 * time.Millisecond},
		{"two in a row", []int{1, 2}, "PEEPPPPP", 200 * time.Millisecond},
		{"two and two", []int{1, 2, 4, 5}, "PEEPEEPP", 400 * time.Millisecond},
		{"three in a row", []int{1, 2, 3}, "PEEESSSS", 200 * time.Millisecond},
		{"before any answer", []int{0}, "ESSSSSSS", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, asked := restarting(newWitness(takes(0)).client(), c.refused...)
				var got strings.Builder
				for _, r := range ran(t.Context(), t, conformance.Runner{Client: client}, singles(t, 8)) {
					got.WriteString(r.Outcome().String()[:1])
				}
				last := (*asked)[len(*asked)-1]
				if diff := cmp.Diff(c.want, got.String()); diff != "" || last != c.took {
					t.Errorf("asked last after %v, want %v; outcomes (-want +got):\n%s", last, c.took, diff)
				}
				time.Sleep(time.Minute)
			})
		})
	}
}

func TestABackendThatRestartsDoesNotEndASuite(t *testing.T) {
	for refusals, skipped := range map[int]bool{2: false, 3: true} {
		synctest.Test(t, func(t *testing.T) {
			client, _ := restarting(serving(t, reference()), []int{6, 7, 8}[:refusals]...)
			o := suiteOptions(t, client)
			o.Jobs = 1
			_, count := complaints(conformance.RunSuite(t.Context(),
				the("platform-web", "platform-mac", "platform-ipad"), o))
			if count[judge.Error] != refusals || count[judge.Pass] == 0 || (count[judge.Skip] > 0) != skipped {
				t.Errorf("%d refusals: got %v, want as many errors, and the rest skipped %v", refusals, count, skipped)
			}
		})
	}
}

// Cases that meet the same refusal at the same moment count as one.
func TestRefusalsOfTheSameMomentAreOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newWitness(takes(10 * time.Millisecond)).client()
		dial, start := client.Dial, time.Now()
		client.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if time.Since(start) == 10*time.Millisecond {
				return nil, syscall.ECONNREFUSED
			}
			return dial(ctx, network, addr)
		}
		count := map[judge.Outcome]int{}
		for _, r := range ran(t.Context(), t, conformance.Runner{Client: client, Jobs: 4}, singles(t, 12)) {
			count[r.Outcome()]++
		}
		if count[judge.Error] == 0 || count[judge.Pass]+count[judge.Error] != 12 {
			t.Errorf("got %v, want some errors and nothing skipped", count)
		}
		time.Sleep(time.Minute)
	})
}

// A thousand large answers would not fit in memory.
func TestResultsKeepLittleOfLargeAnswers(t *testing.T) {
	const most = 32 << 10
	large := "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + strings.Repeat("x", 200000)
	small := func(x *webhook.Exchange) bool {
		return len(x.Body) == most && cap(x.Body) < 2*most && len(x.Raw) == most && len(x.Sent) <= most &&
			len(x.Sent) > 0
	}
	synctest.Test(t, func(t *testing.T) {
		client := answering(large)
		cases := singles(t, 1)
		cases[0].Packet.Body = slices.Concat(cases[0].Packet.Body, []byte(strings.Repeat(" ", 2*most)))
		if x := ran(t.Context(), t, conformance.Runner{Client: client}, cases)[0].Exchange; !small(x) ||
			len(x.Request.Body) <= most {
			t.Errorf("got %d, %d and %d bytes of body, answer and request, want at most %d of each and the whole packet", len(x.Body), len(x.Raw), len(x.Sent), most)
		}
		for _, r := range conformance.RunSuite(t.Context(), the("baseline"), suiteOptions(t, client)) {
			for _, x := range r.Results {
				if !small(x.Exchange) {
					t.Errorf("%s: got %d, %d and %d bytes, want at most %d of each", r.Case.Name(),
						len(x.Exchange.Body), len(x.Exchange.Raw), len(x.Exchange.Sent), most)
				}
			}
		}
	})
}
