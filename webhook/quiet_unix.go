//go:build unix

package webhook

import "syscall"

// socketQuiet reports whether reading from a socket would block. A byte that it finds is lost,
// which does no harm since a connection that is not quiet is closed.
func socketQuiet(socket syscall.RawConn) bool {
	quiet := false
	err := socket.Control(func(fd uintptr) {
		var b [1]byte
		_, err := syscall.Read(int(fd), b[:]) // sockets of package net never block
		quiet = err == syscall.EAGAIN || err == syscall.EWOULDBLOCK
	})
	return err == nil && quiet
}
