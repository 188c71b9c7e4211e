package record

import (
	"context"
	"net/http"
	"time"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// exchange deals with one message: it is passed on or answered, kept, and only then is its sender answered.
// It reports whether another message may follow.
func (s *Server) exchange(ctx context.Context, t *recordingConn, m *message) bool {
	answered := s.beside(ctx, m)
	x, forwarded := s.answer(ctx, m)
	toSender := x
	if len(x.Raw) == 0 {
		toSender = unanswered(m, x)
	}
	r := newRecord(m, x, forwarded)
	at, kept := s.keep(r)
	_ = t.SetWriteDeadline(time.Now().Add(s.o.Limits.WriteTime))
	_, err := t.Write(toSender.Raw)
	e := Event{
		Time: m.read, Method: m.Method, Other: notCallback(m), Entry: at, Bytes: len(m.Body), Truncated: m.Truncated,
		Status: toSender.Status, Whole: time.Since(m.read),
		Forwarded: forwarded, Failure: r.Failure, Gone: err != nil, Unsaved: !kept,
	}
	if forwarded {
		e.Added = e.Whole - x.Timing.Total
		e.GivenUp = x.Failure != nil && x.Failure.Class == webhook.Canceled
		e.Unreached = x.Failure != nil && !x.Failure.Class.Reached() && !e.GivenUp
	}
	e.Command, e.Group = named(r, s.declared)
	answered(first{at, e.Command, r.Answer})
	if s.o.Check != nil && e.Other == "" {
		e.judge(r, *s.o.Check)
	}
	if len(s.o.Hide.Mask) > 0 {
		e.mask(r, s.declared, s.o.Hide.Mask)
	}
	s.seen(e)
	return err == nil && !m.last && endsItself(m, toSender)
}

func (e *Event) judge(r *capture.Record, o lint.Options) {
	problems, d := lint.Decided(&read.Entry{Record: *r, Kind: read.KindCapture, Dated: true}, o)
	e.Problems = problems
	if d != nil {
		e.Decision, e.Asker = d.Sentence(), d.Asker()
	}
}

// notCallback is why a message is none of Chat's callbacks. Of one that was cut nobody knows.
func notCallback(m *message) string {
	if m.Truncated && m.Method == http.MethodPost {
		return ""
	}
	return m.NotCallback()
}

// answer gets the answer to a message: the backend's, or the recorder's own.
func (s *Server) answer(ctx context.Context, m *message) (x *webhook.Exchange, isForwarded bool) {
	switch {
	case m.Truncated:
		packet := failPacket("timhook record: the body is longer than it takes")
		return reply(m, http.StatusRequestEntityTooLarge, packet), false
	case m.Method == http.MethodConnect, s.o.Forward == nil && m.Method != http.MethodPost:
		allow := webhook.HeaderField{Name: "Allow", Value: http.MethodPost}
		packet := failPacket("timhook record: want POST, as Chat sends")
		return reply(m, http.StatusMethodNotAllowed, packet, allow), false
	case s.o.Forward == nil && s.o.Reply != nil:
		return reply(m, http.StatusOK, s.o.Reply), false
	case s.o.Forward == nil:
		command, _ := named(&capture.Record{Request: capture.Request{Query: m.Query}}, s.declared)
		return reply(m, http.StatusOK, []byte(s.answers.To(command, m.Body))), false
	}
	return s.o.Client.Send(ctx, forwarded(m, s.o.Forward)), true
}

// newRecord is the exchange as the sender sees it, with nothing masked.
func newRecord(m *message, x *webhook.Exchange, isForwarded bool) *capture.Record {
	r := &capture.Record{Start: m.read, Request: m.Request, Answer: capture.NewAnswer(x)}
	if x.Failure != nil {
		r.Failure, r.FailureClass = x.Failure.Error(), x.Failure.Class.String()
	}
	r.Timing.Total = time.Since(m.read)
	r.Timing.FirstByte = r.Timing.Total
	if isForwarded {
		r.Timing.Added = r.Timing.Total - x.Timing.Total
		r.Timing.Connect, r.Timing.FirstByte = moment(m, x, x.Timing.Connect), moment(m, x, x.Timing.FirstByte)
	}
	return r
}

// moment is a moment of the exchange with the backend on the sender's clock; 0 is none.
func moment(m *message, x *webhook.Exchange, at time.Duration) time.Duration {
	if at == 0 {
		return 0
	}
	return x.Start.Sub(m.read) + at
}
