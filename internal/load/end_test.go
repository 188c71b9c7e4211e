package load_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/webhook"
)

// closing answers rightly and takes one request for each connection.
func closing(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Connection", "close")
	okay(w, r)
}

// after makes connections fail in that way from a moment of the run on.
func after(o *load.Options, when time.Duration, failure error) {
	dial, start := o.Client.Dial, time.Now()
	o.Client.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		if time.Since(start) >= when {
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", failure)}
		}
		return dial(ctx, network, addr)
	}
}

func TestALimitThatIsReachedEndsTheLoadWithARemedy(t *testing.T) {
	for _, c := range []struct {
		failure error
		end     load.End
		elapsed time.Duration
		errors  map[string]int
		remedy  string
	}{
		{syscall.ECONNREFUSED, load.EndGone, 3 * time.Second, map[string]int{"95/s": 96, "max": 16 * 51}, "see whether it runs and why it stopped"},
		{syscall.EADDRNOTAVAIL, load.EndPorts, 2 * time.Second, map[string]int{"95/s": 1, "max": 16}, "ip_local_port_range"},
		{syscall.EMFILE, load.EndDescriptors, 2 * time.Second, map[string]int{"95/s": 1, "max": 16}, "ulimit -n"},
	} {
		for text, failed := range c.errors {
			t.Run(fmt.Sprint(c.end, " ", text), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						time.Sleep(15 * time.Millisecond)
						closing(w, r)
					}))
					after(&o, 2*time.Second, c.failure)
					o.Rate, o.Duration = rate(t, text), time.Minute
					s := run(t, t.Context(), o)
					if s.End != c.end || s.Elapsed < c.elapsed || s.Elapsed > c.elapsed+50*time.Millisecond {
						t.Errorf("got the end %v after %v, want %v after %v", s.End, s.Elapsed, c.end, c.elapsed)
					}
					if !strings.Contains(s.Remedy, c.remedy) || strings.Contains(s.Remedy, "\n") {
						t.Errorf("got the remedy %q, want it to say %q in one line", s.Remedy, c.remedy)
					}
					if got := s.Errors[webhook.Connect]; got < failed-16 || got > failed+16 || s.All.Count(judge.Error) != got {
						t.Errorf("got %d connections that failed and %d errors, want some %d", got, s.All.Count(judge.Error), failed)
					}
					if s.Shortfall() > 1 {
						t.Errorf("got a shortfall of %d: what was not due any more is none", s.Shortfall())
					}
				})
			})
		}
	}
}

func TestABackendThatComesBackIsNotGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := bubbled(t, http.HandlerFunc(closing))
		dial, start := o.Client.Dial, time.Now()
		o.Client.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if now := time.Since(start); now%time.Second > 100*time.Millisecond {
				return nil, syscall.ECONNREFUSED
			}
			return dial(ctx, network, addr)
		}
		o.Rate, o.Duration = rate(t, "100/s"), 5*time.Second
		s := run(t, t.Context(), o)
		if s.End != load.EndDuration || s.Sent != 500 || s.Errors[webhook.Connect] != 445 || s.All.Count(judge.Pass) != 55 {
			t.Errorf("got the end %v, %d sent, %v, %d right", s.End, s.Sent, s.Errors, s.All.Count(judge.Pass))
		}
	})
}

func TestWhatCannotBeStartedIsAnError(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*load.Options)
		want   string
	}{
		"no URL":           {func(o *load.Options) { o.Target.URL = nil }, "there is no URL to send to"},
		"no rate":          {func(o *load.Options) { o.Rate = load.Rate{} }, "there is no rate to send at"},
		"no end":           {func(o *load.Options) { o.Duration = 0 }, "there is no end: neither a duration nor a count"},
		"ramp for a count": {func(o *load.Options) { o.Rate, o.Duration, o.Count = rate(t, "1..5/s"), 0, 9 }, "rate 1..5/s changes over the run, so it needs a duration"},
		"negative":         {func(o *load.Options) { o.Count = -1 }, "got duration 1s, count -1, 0 connections and 20 payloads, want none of them negative"},
		"empty mix":        {func(o *load.Options) { o.Mix[0].Weight = 0 }, "the mix has no callback with a weight"},
		"negative weight":  {func(o *load.Options) { o.Mix[0].Weight = -2 }, "Group.CallbackAfterSendMsg: got the weight -2, want a number from 0"},
		"undated":          {func(o *load.Options) { o.Params.Now = time.Time{} }, "payload 1: Params.Now is not set, and a packet has to be dated"},
		"cannot be sent":   {func(o *load.Options) { o.Target.Token, o.Target.Signing = "", webhook.SignWrong }, "Group.CallbackAfterSendMsg/example cannot be sent: no token given (--token)"},
		"nobody there":     {func(*load.Options) {}, "connect to backend.example:80: connection refused"},
	} {
		o := options(t, "http://backend.example/im")
		o.Client = &webhook.Client{Dial: func(context.Context, string, string) (net.Conn, error) { return nil, syscall.ECONNREFUSED }}
		o.Rate, o.Duration = rate(t, "5/s"), time.Second
		c.change(&o)
		s, err := load.Run(t.Context(), o)
		if s != nil || err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, %v, want %s", name, s, err, c.want)
		}
		var failure *webhook.Failure
		if errors.As(err, &failure) != (name == "nobody there") {
			t.Errorf("%s: got %T", name, err)
		}
	}
}

func TestABackendThatHangsIsLateAndCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int64
		o := bubbled(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1)%10 == 0 {
				_, _ = io.Copy(io.Discard, r.Body) // a departed client is noticed only then
				<-r.Context().Done()
				return
			}
			okay(w, r)
		}))
		o.Rate, o.Duration = rate(t, "100/s"), time.Second
		o.Budgets = budgets(t, "late<11%", "late=0", "fail<=10", "p90<2ms", "p91<1s", "bot:fail=0")
		s := run(t, t.Context(), o)
		if s.Errors[webhook.Timeout] != 10 || s.All.PastDeadline != 10 || s.All.FromSend.Max() != 2*time.Second || s.All.Count(judge.Fail) != 10 {
			t.Errorf("got %v, %d past 2 s, max %v, %d failed", s.Errors, s.All.PastDeadline, s.All.FromSend.Max(), s.All.Count(judge.Fail))
		}
		if s.Seconds[2].Late != 10 && s.Seconds[1].Late != 10 && s.Seconds[1].Late+s.Seconds[2].Late != 10 {
			t.Errorf("got the seconds %+v, want ten late ones", s.Seconds)
		}
		var got []string
		for _, b := range s.Budgets {
			got = append(got, b.String())
		}
		want := []string{
			"budget late<11% is met: late is 10% over 100 exchanges", "budget late=0 is missed: late is 10 over 100 exchanges",
			"budget fail<=10 is met: fail is 10 over 100 exchanges", "budget p90<2ms is met: p90 is 0s over 100 accepted answers",
			"budget p91<1s is missed: p91 is 2s over 100 accepted answers", "budget bot:fail=0 is met: there was nothing to measure fail on",
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}
