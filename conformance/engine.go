package conformance

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// engine sends the requests of a run and judges the answers. [Runner] and [RunSuite] decide what is sent and when;
// how it is sent, and what counts as an answer, is decided here. Goroutines share one engine for each run.
type engine struct {
	client  *webhook.Client
	secrets []string // the token, which no answer may hold
	backend presence
}

func newEngine(client *webhook.Client, t webhook.Target) *engine {
	e := &engine{client: client}
	if t.Token != "" {
		e.secrets = []string{t.Token}
	}
	return e
}

// sending is how a delivery goes out, and what its answer may be beside what the delivery expects.
type sending struct {
	client  *webhook.Client // nil: the engine's
	request func(now time.Time) *webhook.Request
	judging judge.Options // without what the delivery and the client set
}

// deliver sends a delivery once and judges the answer. A delivery with a reason to skip is not sent.
func (e *engine) deliver(ctx context.Context, d Delivery, s sending) Result {
	r := Result{Delivery: d}
	if d.Skip != "" {
		return r
	}
	e.backend.breathe(ctx)
	client, request := cmp.Or(s.client, e.client), s.request(time.Now())
	r.Exchange = client.Send(ctx, request)
	if f := r.Exchange.Failure; f != nil && f.Class == webhook.Unsendable && request.Wire != nil {
		r.Exchange, r.Skip = nil, f.Error() // a proxy takes no request in pieces: that is not the backend's fault
		return r
	}
	r.JudgedUnder = s.judging
	r.JudgedUnder.Expect, r.JudgedUnder.Level, r.JudgedUnder.Under = d.Expect, d.Level, d.Under
	r.JudgedUnder.Secrets, r.JudgedUnder.Deadline = e.secrets, client.Timeout
	r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
	e.backend.note(r)
	if r.Judgement.Outcome == judge.Error && over(ctx) {
		r.Skip = endedBefore // the end of the run cut it short, which is not an error
	}
	return r
}

// resend sends a request in place of the one that drew the result, and judges the answer as that one's was.
// It is for tries beside the run: they neither wait for the backend nor count towards its absence.
func (e *engine) resend(ctx context.Context, r Result, request *webhook.Request) judge.Judgement {
	return judge.Judge(e.client.Send(ctx, request), r.JudgedUnder)
}

const endedBefore = "the run ended before"

// over reports whether nothing more shall be sent. At the moment of its deadline a context may not know yet.
func over(ctx context.Context) bool {
	deadline, limited := ctx.Deadline()
	return ctx.Err() != nil || limited && !time.Now().Before(deadline)
}

// sleep waits for d, or until ctx is done, and reports whether the run goes on.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// PanicError is a bug in timhook that ended a case. The run goes on without it.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("a bug in timhook: %v", e.Value) }

// run runs the case and returns the bug that ended it, if one did.
func (run *CaseRun) run(ctx context.Context) *PanicError {
	var bug atomic.Pointer[PanicError]
	func() {
		defer catch(&bug)
		run.Case.Run(ctx, run)
	}()
	return bug.Load()
}

// catch, deferred, keeps a panic. A panic that another goroutine has caught keeps its stack.
func catch(bug *atomic.Pointer[PanicError]) {
	switch r := recover().(type) {
	case nil:
	case *PanicError:
		bug.Store(r)
	default:
		bug.Store(&PanicError{r, debug.Stack()})
	}
}
