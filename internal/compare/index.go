package compare

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// The default limits of an [Index] come to some hundred megabytes.
const (
	mostExchanges = 1_000_000
	mostBytes     = 256 << 20
)

// Exchange is an exchange as far as it is compared. An index holds many, so it is small.
type Exchange struct {
	Identity
	Input  string
	Number int // within Input, as capture.Entry has it
	Line   int
	Took   time.Duration

	answer  *capture.Answer
	request *capture.Request // nil where requests are not compared
	fate    *fate            // nil for a whole answer
	next    int32            // the next one of the same key, 0: none
	taken   bool
}

// fate is why an exchange has no whole answer. Most exchanges have one.
type fate struct{ failure, class string }

// Index holds the exchanges of one side, to be taken out by their match of the other.
type Index struct {
	MaxExchanges int
	MaxBytes     int // of different answers and of requests

	options  Options
	declared *fields.Declared
	byCase   bool
	blocks   [][]Exchange // in their order, all of one size, so that none is moved when there are more
	count    int
	queues   map[shortSum]queue
	answers  map[sum]*capture.Answer // most answers are the same
	texts    map[string]string       // and so are the names of callbacks and groups
	bytes    int
}

const blockSize = 1024

// shortSum is enough to tell a few million keys apart.
type shortSum [16]byte

// queue is the first and the last exchange of a key that is not taken, by their place from 1.
type queue struct{ first, last int32 }

// at is the n-th exchange, from 1.
func (x *Index) at(n int32) *Exchange { return &x.blocks[(n-1)/blockSize][(n-1)%blockSize] }

// NewIndex makes an empty index. With byCase, exchanges of runs are known by the name of their case and not by what
// they are about, since two runs that test the same need not send the same.
func NewIndex(o Options, byCase bool) *Index {
	return &Index{
		MaxExchanges: mostExchanges, MaxBytes: mostBytes, options: o, byCase: byCase,
		declared: fields.Of(chat.All()),
		queues:   map[shortSum]queue{}, answers: map[sum]*capture.Answer{}, texts: map[string]string{},
	}
}

// Len is how many exchanges were added.
func (x *Index) Len() int { return x.count }

// Add keeps an exchange. It is an error when there are more than MaxExchanges or MaxBytes allow.
func (x *Index) Add(e *read.Entry) error {
	kept, key := x.exchange(e)
	x.own(&kept)
	kept.answer, kept.request = x.shared(kept.answer), x.cloned(kept.request)
	if x.Len() >= x.MaxExchanges || x.bytes > x.MaxBytes {
		return fmt.Errorf("%s:%d: got more than %d exchanges or %d bytes of answers and packets, "+
			"want no more of the first side", e.Input, e.Line, x.MaxExchanges, x.MaxBytes)
	}
	if x.count%blockSize == 0 {
		x.blocks = append(x.blocks, make([]Exchange, 0, blockSize))
	}
	last := &x.blocks[len(x.blocks)-1]
	*last = append(*last, kept)
	x.count++
	n := int32(x.count)
	q, known := x.queues[key]
	if !known {
		q.first = n
	} else {
		x.at(q.last).next = n
	}
	q.last = n
	x.queues[key] = q
	return nil
}

// Take finds the exchange that an entry of the other side belongs to: the n-th of its key to the n-th. It may be taken
// once. The entry itself is returned as an exchange too.
func (x *Index) Take(e *read.Entry) (old *Exchange, new Exchange) {
	new, key := x.exchange(e)
	q, known := x.queues[key]
	if !known {
		return nil, new
	}
	old = x.at(q.first)
	old.taken = true
	if q.first = old.next; q.first == 0 {
		delete(x.queues, key)
	} else {
		x.queues[key] = q
	}
	return old, new
}

// Left are the exchanges that were not taken, in their order.
func (x *Index) Left() iter.Seq[*Exchange] {
	return func(yield func(*Exchange) bool) {
		for n := int32(1); n <= int32(x.count); n++ {
			if e := x.at(n); !e.taken && !yield(e) {
				return
			}
		}
	}
}

// exchange is an entry as far as it is compared. It shares the entry's bytes.
func (x *Index) exchange(e *read.Entry) (Exchange, shortSum) {
	o := x.options
	id, key := o.identity(e, x.declared, x.byCase)
	one := Exchange{
		Identity: id, Input: e.Input, Number: e.Number, Line: e.Line, Took: e.Timing.Total, answer: e.Answer,
	}
	if e.Failure != "" {
		one.fate = &fate{e.Failure, e.FailureClass}
	}
	if o.Requests {
		one.request = &e.Request
	}
	return one, shortSum(key[:])
}

// own copies the texts of an exchange, so that the line from which they were read can be freed.
func (x *Index) own(e *Exchange) {
	e.Callback, e.Case, e.Group, e.Seq = x.text(e.Callback), x.text(e.Case), x.text(e.Group), strings.Clone(e.Seq)
	if f := e.fate; f != nil {
		f.failure, f.class = x.text(f.failure), x.text(f.class)
	}
}

// text is a copy that equal texts share.
func (x *Index) text(s string) string {
	if known, ok := x.texts[s]; ok {
		return known
	}
	s = strings.Clone(s)
	x.texts[s] = s
	return s
}

// shared is a copy of the answer, which equal answers have in common.
func (x *Index) shared(a *capture.Answer) *capture.Answer {
	if a == nil {
		return nil
	}
	b := binary.AppendVarint(nil, int64(a.Status))
	if a.Truncated {
		b = append(b, 't')
	}
	if x.options.Headers {
		for _, f := range a.Header {
			b = append(append(append(append(b, f.Name...), 0), f.Value...), 0)
		}
	}
	key := sha256.Sum256(append(append(b, 0), a.Body...))
	if known := x.answers[key]; known != nil {
		return known
	}
	kept := &capture.Answer{Status: a.Status, Body: slices.Clone(a.Body), Truncated: a.Truncated}
	if x.options.Headers {
		kept.Header = cloneHeader(a.Header)
	}
	x.bytes += len(kept.Body) + headerBytes(kept.Header)
	x.answers[key] = kept
	return kept
}

func (x *Index) cloned(r *capture.Request) *capture.Request {
	if r == nil {
		return nil
	}
	kept := &capture.Request{Method: strings.Clone(r.Method), Query: strings.Clone(r.Query), Body: slices.Clone(r.Body)}
	if x.options.Headers {
		kept.Header = cloneHeader(r.Header)
	}
	x.bytes += len(kept.Query) + len(kept.Body) + headerBytes(kept.Header)
	return kept
}

func cloneHeader(list []webhook.HeaderField) []webhook.HeaderField {
	out := slices.Clone(list)
	for i, f := range out {
		out[i] = webhook.HeaderField{Name: strings.Clone(f.Name), Value: strings.Clone(f.Value)}
	}
	return out
}

func headerBytes(list []webhook.HeaderField) int {
	n := 0
	for _, f := range list {
		n += len(f.Name) + len(f.Value)
	}
	return n
}
