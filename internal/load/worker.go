package load

import (
	"bytes"
	"context"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// worker sends one callback after another over a connection of its own.
type worker struct {
	*run
	counters *counters
	leading  bool // it holds the turn
	recognizer
	wire

	limit time.Duration   // of an exchange
	begun webhook.Partial // the exchange under way
}

func (r *run) newWorker(ctx context.Context) *worker {
	w := &worker{
		run: r, counters: r.counters[r.workers.Add(1)%uint32(len(r.counters))], limit: r.Client.Limit(),
		recognizer: recognizer{secrets: r.secrets}, wire: wire{in: make([]byte, answerRoom)},
	}
	w.advance = func(fd uintptr) bool { return w.steps(ctx, fd) } // made once, so that an exchange allocates nothing
	return w
}

// serve sends callbacks when they are due, until the end of the run.
func (w *worker) serve(ctx context.Context) {
	defer w.drop()
	for {
		w.idle.Add(1)
		select {
		case <-w.turn:
			w.idle.Add(-1)
		case <-w.done:
			return
		}
		w.leading = true
		number, due, ok := w.awaitDue(ctx)
		if !ok {
			return
		}
		w.fire(ctx, &w.payloads[number%int64(len(w.payloads))], timing{due: due, sent: time.Now(), scheduled: true})
	}
}

// repeat sends one callback after another until the end of the run.
func (w *worker) repeat(ctx context.Context) {
	defer w.drop()
	now := time.Now()
	for {
		number, ok := w.takeNext(now)
		if !ok {
			return
		}
		now = w.fire(ctx, &w.payloads[number%int64(len(w.payloads))], timing{due: now, sent: now})
	}
}

// passTurn passes the turn on, once.
func (w *worker) passTurn(ctx context.Context) {
	if w.leading {
		w.leading = false
		w.run.passTurn(ctx)
	}
}

// fire sends a callback, counts the outcome and returns the time of the answer.
func (w *worker) fire(ctx context.Context, load *payload, t timing) time.Time {
	w.counters.sent(load.callback, t)
	var x *webhook.Exchange
	if w.slow != "" {
		w.passTurn(ctx)
		x = w.Client.Send(ctx, w.request(load, t.sent.Unix()))
	} else if x = w.exchange(ctx, load, t.sent); x == nil {
		t.end = w.now
		w.connectFailures.end()
		w.counters.plain(load.callback, t, w.begun.Reused, w.written, w.got)
		return t.end
	}
	w.passTurn(ctx)
	t.end = t.sent.Add(x.Timing.Total)
	w.judge(ctx, load, x, t)
	return t.end
}

// largeAnswer is how many bytes an answer may have that is judged beside any number of others. Of larger ones, which
// take fifty times their size while they are judged, one is judged at a time.
const largeAnswer = 64 << 10

// judge judges an exchange in full.
func (w *worker) judge(ctx context.Context, load *payload, x *webhook.Exchange, t timing) {
	if w.slow != "" {
		w.counters.add(func(part *Summary) { // the fast way counts its own
			if x.Timing.Connect > 0 {
				part.Connected++
			}
			if x.Redialed {
				part.Redialed++
			}
		})
	}
	if x.Failure != nil && ctx.Err() != nil {
		w.counters.unfinished(x)
		return
	}
	if len(x.Body) > largeAnswer {
		if !w.takeJudging(ctx) {
			w.counters.unfinished(x)
			return
		}
		defer func() { <-w.judging }()
		w.noteLarge(len(x.Body))
	}
	d := &load.delivery
	result := conformance.Result{Delivery: *d, Exchange: x, Judgement: judge.Judge(x, judge.Options{
		Expect: d.Expect, Level: d.Level, Secrets: w.run.secrets, Deadline: w.limit, Command: d.Packet.Command,
	})}
	w.counters.judged(load, t, result)
	w.results.add(result)
	if x.Failure == nil || x.Failure.Class.Reached() {
		w.connectFailures.end()
		return
	}
	w.noteUnreached(x.Failure, t.end)
	if !t.scheduled {
		w.rest()
	}
}

// takeJudging waits for the turn to judge a large answer, for which many may wait. The end of the run ends that too.
func (w *worker) takeJudging(ctx context.Context) bool {
	select {
	case w.judging <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	if ctx.Err() != nil { // both were ready
		<-w.judging
		return false
	}
	return true
}

// noteLarge tells of the largest answer so far. The turn to judge is in hand.
func (w *worker) noteLarge(bytes int) {
	if bytes > w.largest {
		if w.run.largest = bytes; w.Large != nil {
			w.Large(bytes)
		}
	}
}

// rest keeps a worker that cannot connect from trying again at once.
func (w *worker) rest() {
	timer := time.NewTimer(reconnectPause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-w.done:
	}
}

// exchange sends a payload and reads the answer. It returns nil for an answer that is plainly right.
func (w *worker) exchange(ctx context.Context, load *payload, start time.Time) *webhook.Exchange {
	w.begun = webhook.Partial{Start: start}
	w.deadline = start.Add(w.limit)
	w.render(load, start.Unix())
	for {
		if w.conn == nil {
			w.passTurn(ctx) // connecting takes its time
			if failure := w.open(ctx, w.deadline); failure != nil {
				return w.neverSent(load, failure)
			}
			w.begun.Connect = time.Since(start)
		}
		w.begun.Reused, w.fresh = !w.fresh, false
		switch w.talk(ctx) {
		case plain:
			inTime := w.now.Sub(start) < min(judge.SlowAfter, w.limit)
			isRight := load.delivery.Expect.Accepts() && !judge.HoldsMore(load.delivery.Packet.Command)
			if w.begun.WriteErr == nil && len(w.begun.Unasked) == 0 && inTime && isRight {
				return nil
			}
		case closedEarly:
			w.begun.Unasked = append(w.begun.Unasked, w.conn.Unasked(w.in[:w.got])...)
			w.drop()
			continue
		}
		x, again := w.inFull(ctx, load)
		if !again {
			return x
		}
	}
}

// inFull leaves an answer to the client. again is true where the kept connection was closed before a byte of the answer
// came: the request has to be sent over a new one.
func (w *worker) inFull(ctx context.Context, load *payload) (x *webhook.Exchange, again bool) {
	w.begun.Sent, w.begun.Read, w.begun.FirstByte = bytes.Clone(w.out[:w.written]), w.in[:w.got], w.firstByte
	x, sound := w.conn.Finish(ctx, w.request(load, w.begun.Start.Unix()), w.begun)
	if !sound {
		w.drop()
	}
	isClosed := x.Failure != nil && (x.Failure.Class == webhook.Closed || x.Failure.Class == webhook.Reset)
	if isClosed && x.Reused && len(x.Raw) == 0 {
		w.counters.add(func(part *Summary) {
			part.Redialed++
			part.BytesOut += int64(len(x.Sent))
		})
		w.begun = webhook.Partial{Start: w.begun.Start, Redialed: true, Unasked: w.begun.Unasked}
		return nil, true
	}
	return x, false
}

// neverSent is the exchange for a connection that could not be made.
func (w *worker) neverSent(load *payload, failure *webhook.Failure) *webhook.Exchange {
	return &webhook.Exchange{
		Request: w.request(load, w.begun.Start.Unix()), Start: w.begun.Start, Failure: failure,
		Redialed: w.begun.Redialed, Unasked: w.begun.Unasked, Timing: webhook.Timing{Total: time.Since(w.begun.Start)},
	}
}

// render puts the request of this second into the worker's buffer.
func (w *worker) render(load *payload, second int64) {
	var ok bool
	if w.out, ok = load.append(w.out[:0], w.stamps.at(load.delivery.Signing, second)); !ok {
		w.out = w.request(load, second).AppendWire(w.out[:0])
	}
}

// open makes the worker's connection.
func (w *worker) open(ctx context.Context, until time.Time) *webhook.Failure {
	conn, failure := w.Client.Connect(ctx, w.target.URL, until)
	if failure != nil {
		return failure
	}
	w.counters.add(func(part *Summary) { part.Connected++ })
	w.use(conn)
	w.conns.add(conn)
	if ctx.Err() != nil {
		w.conns.cut()
	}
	return nil
}

// drop closes it.
func (w *worker) drop() {
	if w.conn == nil {
		return
	}
	w.conns.remove(w.conn)
	_ = w.conn.Close()
	w.conn = nil
}
