package judge

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// framed fails an answer whose end is wrong or doubtful, and warns of a head that only a lenient reader of HTTP
// accepts. What breaks off on an odd request has other checks.
func (t *Trial) framed() {
	if !t.Expect.Accepts() && t.Exchange.Failure != nil && (t.Expect != payloads.ExpectRefuse || t.repeats()) {
		t.Skip()
		return
	}
	if got := t.misframed(); got != "" {
		t.Report(whole(got, "one whole HTTP answer"))
		return
	}
	if n := len(t.Exchange.Unasked); n > 0 {
		const got = "%d bytes nobody asked for on the kept connection after the previous answer: %s"
		t.Report(whole(fmt.Sprintf(got, n, t.quote(string(t.Exchange.Unasked))), "silence until the next request"))
	}
	if notes := t.Exchange.Framing; len(notes) > 0 && t.Exchange.Failure == nil {
		t.Report(whole(t.plain(strings.Join(notes, "; ")), "a head as RFC 9112 has it").atMost(payloads.Should))
		return
	}
	if t.Exchange.Failure != nil {
		t.Skip()
	}
}

// misframed describes what is wrong with the end of the answer: "" when nothing is, or another check has the cause.
func (t *Trial) misframed() string {
	ex := t.Exchange
	switch {
	case t.unanswered():
		return "" // that there is no answer has a check of its own
	case ex.Failure != nil:
		return t.brokenOff(ex.Failure)
	case ex.Get("Content-Length") != "" && ex.Get("Transfer-Encoding") != "":
		return "both Content-Length and Transfer-Encoding"
	case len(ex.Stray) > 0:
		return fmt.Sprintf("%d bytes after the end of the answer: %s", len(ex.Stray), t.quote(string(ex.Stray)))
	}
	return ""
}

func (t *Trial) brokenOff(failure *webhook.Failure) string {
	ex := t.Exchange
	switch failure.Class {
	case webhook.Closed:
		return t.cut("closed")
	case webhook.Reset:
		return t.cut("reset")
	case webhook.Malformed:
		return t.garbled(failure)
	case webhook.Timeout:
		if t.stalled() {
			const got = "a whole packet of %d bytes, then nothing until the time was up: %s"
			return fmt.Sprintf(got, len(ex.Body), t.announced())
		}
	}
	return ""
}

func (t *Trial) garbled(failure *webhook.Failure) string {
	if t.Exchange.Status != 0 {
		return "an answer that cannot be read: " + t.plain(strings.TrimPrefix(failure.Error(), "answer is not HTTP: "))
	}
	return t.quote(string(t.Exchange.Raw)) + ", which is not HTTP"
}

func (t *Trial) cut(how string) string {
	ex := t.Exchange
	switch {
	case t.silent():
		return "a connection that was " + how + " without any answer"
	case !t.hasHead():
		return fmt.Sprintf("a connection that was %s within the head of the answer, after %d bytes", how, len(ex.Raw))
	}
	return fmt.Sprintf("a connection that was %s after %d bytes of the body: %s", how, len(ex.Body), t.announced())
}

// unanswered reports whether the connection was closed, or the time was up, without a byte of an answer.
func (t *Trial) unanswered() bool {
	return (t.Reaction == Dropped || t.Reaction == Hung) && t.silent()
}

// silent reports whether not a byte of an answer came.
func (t *Trial) silent() bool { return len(t.Exchange.Raw) == 0 && t.Exchange.Status == 0 }

// hasHead reports whether the head of the final answer came whole: each head ends in an empty line.
func (t *Trial) hasHead() bool {
	ex := t.Exchange
	lines := bytes.ReplaceAll(ex.Raw, []byte("\r"), nil)
	return ex.Status != 0 && (len(ex.Body) > 0 || bytes.Count(lines, []byte("\n\n")) > ex.Interim)
}

// announced describes how the head lets a reader find the end of the body.
func (t *Trial) announced() string {
	ex := t.Exchange
	switch {
	case ex.Get("Transfer-Encoding") != "":
		return "the last chunk never came"
	case ex.Get("Content-Length") != "":
		return "Content-Length announces " + t.plain(ex.Get("Content-Length"))
	}
	return "there is neither a Content-Length nor a chunked encoding, so that only closing the connection ends it"
}

// stalled reports whether the framing caused a timeout: the whole packet came, and its announced end did not.
func (t *Trial) stalled() bool {
	ex := t.Exchange
	timedOut := ex.Failure != nil && ex.Failure.Class == webhook.Timeout
	if !timedOut || !bytes.HasSuffix(bytes.TrimSpace(ex.Body), []byte("}")) {
		return false
	}
	_, err := jsontree.Parse(ex.Body)
	return err == nil
}
