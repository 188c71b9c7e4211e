//go:build !unix

package webhook

import "syscall"

// socketQuiet cannot tell without blocking here; a connection that was closed is then found out
// while sending, and the request sent again over a new one.
func socketQuiet(syscall.RawConn) bool { return true }
