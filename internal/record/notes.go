package record

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// keep hands an exchange on to be kept. It notes when that begins to fail and when it works again.
func (s *Server) keep(r *capture.Record) (at file.At, isKept bool) {
	if s.o.Save == nil {
		return at, true
	}
	at, err := s.o.Save(r.Redact(s.o.Hide))
	s.mu.Lock()
	before := s.lost
	if s.lost = 0; err != nil {
		s.lost = before + 1
		s.summary.Unsaved++
	}
	s.mu.Unlock()
	switch {
	case err != nil && before == 0:
		s.note("the capture file cannot be written: %v; "+
			"what comes is answered all the same, and is not in the file", err)
	case err == nil && before > 0:
		s.note("the capture file is written again; not in it: %d", before)
	}
	return at, err == nil
}

// seen counts an exchange and passes it to [Options.Seen].
func (s *Server) seen(e Event) {
	s.count(e)
	if s.o.Seen != nil {
		s.lines <- func() { s.o.Seen(e) }
	}
}

func (s *Server) count(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.Other == "" {
		s.summary.Callbacks++
	} else {
		s.summary.Others++
	}
	if _, isDeclared := s.came[e.Command]; isDeclared && e.Other == "" {
		s.came[e.Command] = true
	}
	inRequest, inAnswer := e.AtFault()
	if inRequest {
		s.summary.BadRequests++
	}
	if inAnswer {
		s.summary.BadAnswers++
	}
	switch worst(e) {
	case payloads.Must:
		s.summary.Failed++
	case payloads.Should:
		s.summary.Warned++
	}
	if e.Forwarded {
		_ = s.added.RecordValue(min(e.Added.Microseconds(), s.added.HighestTrackableValue())) // it is in range
	}
	if s.o.Stop > 0 && s.summary.Callbacks >= s.o.Stop {
		s.stop()
	}
}

// AtFault reports whose MUST or SHOULD is broken: the sender's request, which Chat would send otherwise, or the
// backend's answer.
func (e Event) AtFault() (request, answer bool) {
	for _, p := range e.Problems {
		if p.Level != payloads.May {
			request, answer = request || p.Subject != lint.InAnswer, answer || p.Subject == lint.InAnswer
		}
	}
	return request, answer
}

// worst is the strongest level among the problems of an exchange; May where there is none.
func worst(e Event) payloads.Level {
	level := payloads.May
	for _, p := range e.Problems {
		level = min(level, p.Level)
	}
	return level
}

// mostNotes bounds the notes on refused messages; a scanner sends any number of them.
const mostNotes = 20

// refused counts a message that was no callback and notes it.
func (s *Server) refused(c net.Conn, err error) {
	switch {
	case errors.Is(err, io.EOF) && !strings.Contains(err.Error(), "within"):
		return // opened and closed, as health checks do
	case errors.Is(err, net.ErrClosed):
		err = errors.New("a connection without a whole request had to go")
	}
	s.mu.Lock()
	s.summary.Refused++
	n := s.summary.Refused
	s.mu.Unlock()
	switch {
	case n <= mostNotes:
		s.note("from %s, not recorded: %v", c.RemoteAddr(), err)
	case n == mostNotes+1:
		s.note("more that is not recorded is counted, and no longer told")
	}
}

func (s *Server) note(format string, args ...any) {
	if s.o.Note != nil {
		text := fmt.Sprintf(format, args...)
		s.lines <- func() { s.o.Note(text) }
	}
}

func (s *Server) sum() Summary {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.summary.AddedP50 = time.Duration(s.added.ValueAtQuantile(50)) * time.Microsecond
	s.summary.AddedP99 = time.Duration(s.added.ValueAtQuantile(99)) * time.Microsecond
	s.summary.Seen = slices.DeleteFunc(chat.All(), func(c *payloads.Command) bool { return !s.came[c.Name] })
	return s.summary
}

// named are the command of a callback, from the query or else from the packet, and its conversation.
func named(r *capture.Record, declared *fields.Declared) (command, group string) {
	query := webhook.ParseQuery(r.Request.Query)
	if i := slices.IndexFunc(query, func(p webhook.Param) bool { return p.Name == "CallbackCommand" }); i >= 0 {
		command = query[i].Value
	}
	packet, err := jsontree.Parse(r.Request.Body)
	if err != nil {
		return command, ""
	}
	command = cmp.Or(command, fields.CommandOf(packet))
	return command, declared.First(packet, command, fields.Has(payloads.IsConversation)).Value.Text()
}
