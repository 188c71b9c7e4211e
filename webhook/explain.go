package webhook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

// explain makes a failure of the error that ended an exchange on a connection. Where nothing came, a request that could
// not be written either is the cause.
func (s *sending) explain(ctx context.Context, k *conn, err, writeErr error) *Failure {
	wrote := writeErr == nil || IsTimeout(writeErr) || writeErr == errUnfinished
	if k.in.total == 0 && errors.Is(err, io.EOF) && !wrote {
		err = writeErr
	}
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return gaveUp(ctx)
	case errors.As(err, new(broken)) && beginsTLS(k.in.kept):
		return speaksTLS(s.route.endpoint)
	case errors.As(err, new(broken)) && beginsHTTP2(k.in.kept):
		return speaksHTTP2(s.route.endpoint)
	case errors.As(err, new(broken)):
		return &Failure{Malformed, &said{"answer is not valid HTTP: " + legible(err.Error()), err}}
	case errors.Is(err, errHeaderTooLarge):
		return &Failure{HeaderTooLarge, fmt.Errorf("head of the answer is longer than %d bytes", k.in.limit)}
	case IsTimeout(err):
		text := fmt.Sprintf("%s within %v", s.missing(k, err), s.patience())
		return &Failure{Timeout, &said{text, os.ErrDeadlineExceeded}}
	case isAlert(err) && k.in.total == 0:
		// With TLS 1.3 the backend judges the client's certificate after the client is done.
		failed := s.handshakeFailed(err)
		return &Failure{failed.class, fmt.Errorf("%s: %w", failed.what, failed.err)}
	case isClosed(err):
		return &Failure{Closed, &said{"connection closed: " + s.missing(k, err), io.ErrUnexpectedEOF}}
	}
	return &Failure{Reset, fmt.Errorf("connection broken: %s: %w", s.missing(k, err), brief(err))}
}

// missing is what the answer lacks, and how far it got.
func (s *sending) missing(k *conn, err error) string {
	var cut *cutBody
	switch {
	case k.in.total == 0:
		return "no answer"
	case errors.As(err, &cut):
		return fmt.Sprintf("body not complete, got %d of %d bytes", cut.got, cut.want)
	case k.in.limit < 0:
		return fmt.Sprintf("body not complete, got %d bytes", len(s.x.Body))
	case s.x.Interim > 0 && s.x.Status == 0:
		return fmt.Sprintf("no final answer after %d interim ones", s.x.Interim)
	}
	return fmt.Sprintf("head of the answer not complete, got %d bytes", k.in.total)
}

// patience is how long the exchange was allowed to last.
func (s *sending) patience() time.Duration {
	return s.deadline.Sub(s.x.Start).Round(time.Millisecond)
}

// gaveUp is the failure of an exchange whose context is done.
func gaveUp(ctx context.Context) *Failure {
	err := context.Cause(ctx)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &Failure{Timeout, fmt.Errorf("nothing was sent: %w", err)}
	}
	return &Failure{Canceled, fmt.Errorf("exchange given up: %w", err)}
}

// IsTimeout reports whether a deadline has passed, of the connection or of the system.
func IsTimeout(err error) bool {
	t, ok := errors.AsType[net.Error](err)
	return ok && t.Timeout()
}

// isAlert reports a TLS alert, which crypto/tls has no type for.
func isAlert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error")
}

// isClosed reports an orderly end. A broken pipe is one too: the peer had closed before we wrote.
func isClosed(err error) bool {
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed, syscall.EPIPE} {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}

// legible shortens a text in which the standard library quotes what the backend sent.
func legible(text string) string {
	const enough = 200
	if len(text) <= enough {
		return text
	}
	return strings.ToValidUTF8(text[:enough], "") + "..."
}

// said is an error in the words of the sentence around it.
type said struct {
	text  string
	cause error
}

func (s *said) Error() string { return s.text }

func (s *said) Unwrap() error { return s.cause }

// brief is an error of package net without what the sentence around it has already: operation, network and addresses,
// or the name that was looked up.
func brief(err error) error {
	inner := err
	var op *net.OpError
	for errors.As(inner, &op) {
		inner = op.Err
	}
	var call *os.SyscallError
	if errors.As(inner, &call) {
		inner = call.Err
	}
	var dns *net.DNSError
	if errors.As(inner, &dns) {
		return &said{dns.Err, err}
	}
	return &said{inner.Error(), err}
}
