package httptext

import (
	"bytes"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook/capture"
)

// The first lines of messages in the log of OkHttp.
var (
	loggedRequest = pattern.Of(`^--> ([A-Z]+ \S+)( http/1\.[01]| h2)?( \((\d+)-byte body\))?\s*$`)
	loggedAnswer  = pattern.Of(`^<-- (\d{3}( .*)?) https?://\S+ \(\d+ms.*\)\s*$`)
)

func isLogged(line []byte) bool {
	return beginsWith(line, "-") && loggedRequest().Match(line) || beginsWith(line, "<") && loggedAnswer().Match(line)
}

// loggedLength is the length of a body that OkHttp has not logged; empty where it tells none.
func loggedLength(first []byte) string {
	m := loggedRequest().FindSubmatch(first)
	if m == nil {
		return ""
	}
	return string(m[4])
}

// plainFirst is the first line of a message without what a client has put around it.
func plainFirst(line []byte) []byte {
	if isSent(line) || isReceived(line) {
		return line[len("> "):]
	}
	if m := loggedRequest().FindSubmatch(line); m != nil {
		return append(bytes.Clone(m[1]), " "+capture.HTTP11...)
	}
	if m := loggedAnswer().FindSubmatch(line); m != nil {
		return append([]byte(capture.HTTP11+" "), m[1]...)
	}
	return line
}
