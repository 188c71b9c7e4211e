// Package shrink cuts a text down to what matters for a failure. It knows JSON and nothing of callbacks: whether
// a smaller text still fails, its caller says.
package shrink

import (
	"context"
	"time"

	"github.com/timhook/timhook/payloads/jsontree"
)

// The defaults of [Options].
const (
	DefaultTries = 200
	DefaultTime  = 10 * time.Second
)

// Options bound a shrinking. The zero value allows [DefaultTries] within [DefaultTime] and keeps nothing.
type Options struct {
	MaxTries int             // how often fails is asked; 0 and less: [DefaultTries]
	MaxTime  time.Duration   // looked at between tries, so the last one may end later; 0 and less: [DefaultTime]
	Keep     []jsontree.Path // values that stay where and as they are, such as CallbackCommand; * is every child
}

// Result is the smallest body that was found to fail, and how it was found.
type Result struct {
	Body      []byte
	Tries     int
	Steps     []Step
	Exhausted bool // tries, time or context ended first: there may be a smaller one
}

// Step is one thing that turned out not to matter.
type Step struct {
	Path  jsontree.Path // of the value that was cut, as it was numbered then; nil is the whole body
	What  string        // "members removed", "string shortened"
	Bytes int           // saved; 0 where a value became simpler and not shorter, -1 where true became false
}

// Shrink cuts a JSON text, for which fails is true, down to the smallest for which it still is: members and items go
// first, then white space, then strings and numbers become shorter. What is left is spelt as it was, since an escape
// may be the cause. A body that is not JSON is cut by lines and bytes. JSON stays JSON, and UTF-8 stays UTF-8.
//
// The same body and the same answers lead to the same tries, none of them twice. Unless Exhausted is set, fails is
// false without any single member or item of the result. Where a backend rightly wants a member, fails has to want
// it.
//
// It is the delta debugging of Zeller and Hildebrandt (Simplifying and Isolating Failure-Inducing Input, 2002), over
// a tree.
func Shrink(ctx context.Context, body []byte, fails func(context.Context, []byte) bool, o Options) Result {
	if o.MaxTries <= 0 {
		o.MaxTries = DefaultTries
	}
	if o.MaxTime <= 0 {
		o.MaxTime = DefaultTime
	}
	start := time.Now()
	s := &shrinker{
		longest:  len(body),
		maxTries: o.MaxTries,
		keep:     o.Keep,
		tried:    map[bodySum]bool{},
		fails:    func(candidate string) bool { return fails(ctx, []byte(candidate)) },
		canceled: func() bool { return ctx.Err() != nil },
		late:     func() bool { return time.Since(start) >= o.MaxTime },
	}
	s.isJSON = s.settle(string(body))
	s.run()
	s.out.Body = []byte(s.text)
	return s.out
}
