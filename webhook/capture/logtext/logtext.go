// Package logtext finds callbacks in the lines of logs: behind a prefix, in members of a line in JSON, escaped once or
// more, or as the query of a line in an access log.
package logtext

import "github.com/timhook/timhook/webhook/capture/scan"

// IsLog reports whether a text, of which head is the beginning, is a log with a callback in it.
func IsLog(head []byte) bool { return false }

// Reader reads a log line by line. Its zero value begins a text.
type Reader struct{}

// Line gives what was found by the end of a line, which has no line feed: nothing, where no callback is in it, or where
// it goes on in the next one. The result keeps no bytes of the line.
func (r *Reader) Line(line []byte, number int) []scan.Found { return nil }

// End gives what is found once no line follows: a packet that is cut.
func (r *Reader) End() []scan.Found { return nil }

// Read gives what one line holds.
func Read(line []byte, number int) []scan.Found {
	var r Reader
	return append(r.Line(line, number), r.End()...)
}
