package record

import (
	"bytes"
	"net/http"
	"strings"
)

// checkFraming refuses a head that leaves open where its body ends. net/http settles that in silence, and the backend
// behind may settle it otherwise: what one of them takes for the body is lost to the other.
func checkFraming(r *http.Request, head []byte) error {
	isOld := !r.ProtoAtLeast(1, 1)
	if !isOld && len(r.TransferEncoding) == 0 {
		return nil // the length is given, or there is no body
	}
	coded, counted := hasField(head, "Transfer-Encoding"), hasField(head, "Content-Length")
	switch {
	case coded && isOld: // RFC 9112, 6.1
		return refuse(http.StatusBadRequest, "Transfer-Encoding in HTTP/1.0, which knows no chunks; "+
			"send HTTP/1.1, or Content-Length alone")
	case coded && counted: // RFC 9112, 6.3
		return refuse(http.StatusBadRequest, "both Transfer-Encoding and Content-Length, which may disagree about "+
			"the body; send one of them")
	case isOld && !counted && r.Method == http.MethodPost: // RFC 1945, 8.3
		return refuse(http.StatusBadRequest, "no Content-Length, which a POST in HTTP/1.0 needs")
	}
	return nil
}

// hasField reports whether a head, which was read already, has a field of that name.
func hasField(head []byte, name string) bool {
	for line := range bytes.Lines(head) {
		if got, _, found := bytes.Cut(line, []byte(":")); found && strings.EqualFold(string(got), name) {
			return true
		}
	}
	return false
}
