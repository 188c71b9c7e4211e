package conformance_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// restarting is a client whose connections with some numbers are refused, and that notes when each was asked for.
// Several may be asked for at once.
type restarting struct {
	*webhook.Client
	mu    sync.Mutex
	asked []time.Duration
}

func newRestarting(client *webhook.Client, refused func(n int) bool) *restarting {
	r := &restarting{Client: client}
	start, dial := time.Now(), client.Dial
	client.NoKeepAlive = true
	client.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		r.mu.Lock()
		n := len(r.asked)
		r.asked = append(r.asked, time.Since(start))
		r.mu.Unlock()
		if refused(n) {
			return nil, syscall.ECONNREFUSED
		}
		return dial(ctx, network, addr)
	}
	return r
}

func (r *restarting) last() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked[len(r.asked)-1]
}

// numbered holds for these numbers.
func numbered(list ...int) func(int) bool {
	return func(n int) bool { return slices.Contains(list, n) }
}

func TestARefusedConnectionAfterAnAnswerIsWaitedFor(t *testing.T) {
	for _, c := range []struct {
		name    string
		refused []int
		want    string        // the first letter of each outcome
		took    time.Duration // until the last connection
	}{
		{"once", []int{1}, "PPPPPPPP", 50 * time.Millisecond},
		{"for a while", []int{1, 2, 3, 4, 5}, "PPPPPPPP", 250 * time.Millisecond},
		{"twice", []int{1, 4, 5}, "PPPPPPPP", 150 * time.Millisecond},
		{"before any answer", []int{0}, "ESSSSSSS", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRestarting(newWitness(takes(0)).client(), numbered(c.refused...))
				var got strings.Builder
				for _, result := range ran(t.Context(), t, conformance.Runner{Client: r.Client}, singles(t, 8)) {
					got.WriteString(result.Outcome().String()[:1])
				}
				if diff := cmp.Diff(c.want, got.String()); diff != "" || r.last() != c.took {
					t.Errorf("asked last after %v, want %v; outcomes (-want +got):\n%s", r.last(), c.took, diff)
				}
				time.Sleep(time.Minute)
			})
		})
	}
}

// A backend that answered before is never called unreachable: that it went away is a failure of its own.
func TestABackendThatDoesNotComeBackHasFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newRestarting(newWitness(takes(0)).client(), func(n int) bool { return n >= 3 }).Client
		start := time.Now()
		var got []string
		for _, r := range ran(t.Context(), t, conformance.Runner{Client: client, Jobs: 2}, singles(t, 6)) {
			got = append(got, strings.TrimSpace(r.Outcome().String()+" "+strings.Join(ids(r.Judgement), " ")+r.Skip))
		}
		gone := "SKIP the backend went away and did not come back within 10s"
		want := []string{"PASS", "PASS", "PASS", "FAIL behave-stays-up", gone, gone}
		slices.Sort(want) // two work at once, so that any of them may be the one that finds it gone
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("took %v, want the run to wait for ten seconds", took)
		}
		time.Sleep(time.Minute)
	})
}

func TestABackendThatRestartsDoesNotEndASuite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newRestarting(serving(t, reference()), numbered(6, 7, 8)).Client
		o := suiteOptions(t, client)
		o.Jobs = 1
		_, count := complaints(conformance.RunSuite(t.Context(), the("platform-web", "platform-mac", "platform-ipad"), o))
		if diff := cmp.Diff(map[judge.Outcome]int{judge.Pass: 12}, count); diff != "" {
			t.Errorf("outcomes (-want +got):\n%s", diff)
		}
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
