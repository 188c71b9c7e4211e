package recordreport

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// Server is a recording server, for what people are told of it. Its lines are fit for a terminal.
type Server struct {
	Address net.Addr
	Path    string // of the capture file, the first of them where it rotates
	Options record.Options
}

// Begin are the lines of a server that begins: where it listens, what it answers, and with hints how Chat reaches it.
func (s Server) Begin(hints bool) []string {
	answer := "answering " + judge.Canonical
	switch {
	case s.Options.Forward != nil:
		answer = "forwarding to " + safe.Visible(s.Options.Forward.Public())
	case s.Options.Reply != nil:
		answer = "answering with --reply"
	}
	lines := []string{
		fmt.Sprintf("recording on %s into %s; end it with Ctrl-C", s.url(s.Address.String()), safe.Visible(s.Path)),
		answer,
	}
	if s.Options.Shadow != nil {
		lines = append(lines, "the same to "+safe.Visible(s.Options.Shadow.Public())+", whose answers are compared "+
			"and never relayed")
	}
	if hints {
		lines = append(lines,
			fmt.Sprintf("for Chat: point a tunnel at %s and enter its public address as the callback URL "+
				"in Chat's console; to try it: %s", s.local(), s.attempt()))
	}
	return lines
}

// Silent is the hint that no callback has come for a while.
func (s Server) Silent(d time.Duration) string {
	return fmt.Sprintf("hint: no callback in %v; look in Chat's console whether the callback URL is a public address "+
		"that leads here (Chat does not reach 127.0.0.1 or a private network) "+
		"and whether the switch of each callback is on; to test this end: %s", d, s.attempt())
}

// End are the lines of a server that ends. Last is the path of the last capture file.
func (s Server) End(sum record.Summary, last string) []string {
	lines := []string{counted(sum, s.Options.Check != nil)}
	to := "http://127.0.0.1:8080/im"
	if s.Options.Forward != nil {
		to = safe.URLWord(s.Options.Forward, s.Options.Hide.Mask)
		if sum.Callbacks+sum.Others > 0 {
			added := fmt.Sprintf("recording added %s (p50), %s (p99)", milliseconds(sum.AddedP50),
				milliseconds(sum.AddedP99))
			lines = append(lines, added)
		}
	}
	if s.Options.Shadow != nil {
		lines = append(lines, shadowCounted(sum.Shadow))
	}
	if sum.Callbacks == 0 {
		return lines
	}
	files := safe.Quote(s.Path)
	if last != s.Path {
		files += " ... " + safe.Quote(last)
	}
	lines = append(lines, fmt.Sprintf("to send them again: timhook replay %s %s", files, to))
	if !slices.ContainsFunc(sum.Seen, func(c *payloads.Command) bool { return !chat.IsUsual(c) }) {
		return lines
	}
	names := make([]string, len(sum.Seen))
	for i, c := range sum.Seen {
		names[i] = c.Short
	}
	return append(lines, fmt.Sprintf("to test a backend with these callbacks: timhook test %s --callbacks %s "+
		"(or the same list as callbacks: in timhook.yaml)", to, strings.Join(names, ",")))
}

// counted is the summary of what came. It counts mistakes only where the callbacks were judged.
func counted(sum record.Summary, judged bool) string {
	text := words.Plural(sum.Callbacks, "callback")
	if judged && sum.Callbacks > 0 {
		if sum.Failed+sum.Warned == 0 {
			text += ", no problems"
		} else {
			text += fmt.Sprintf(", %d break a MUST, %d a SHOULD (request: %d, answer: %d)", sum.Failed, sum.Warned,
				sum.BadRequests, sum.BadAnswers)
		}
	}
	if sum.Others > 0 {
		text += "; " + words.Plural(sum.Others, "other request")
	}
	if sum.Refused > 0 {
		text += fmt.Sprintf("; %d unreadable requests, not recorded", sum.Refused)
	}
	return text
}

// attempt is a command line that sends to the server from the same machine, where its certificate names another host.
func (s Server) attempt() string {
	text := "timhook send all " + s.url(s.local()) + "/im"
	if s.Options.TLS != nil {
		text += " -k"
	}
	return text
}

// url is how a sender addresses the server.
func (s Server) url(address string) string {
	if s.Options.TLS != nil {
		return "https://" + address
	}
	return "http://" + address
}

// local is the server's address for a sender on the same machine.
func (s Server) local() string {
	address, ok := s.Address.(*net.TCPAddr)
	if ok && address.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", address.Port)
	}
	return s.Address.String()
}
