package conformance

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

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

// Error is the bug in one line, without the stack.
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
