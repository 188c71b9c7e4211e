//go:build unix

package webhook

import "syscall"

// socketQuiet reports whether reading from a socket would block. It takes nothing out.
func socketQuiet(socket syscall.RawConn) bool {
	quiet := false
	err := socket.Control(func(fd uintptr) {
		var b [1]byte
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK) // sockets of package net never block
		quiet = err == syscall.EAGAIN || err == syscall.EWOULDBLOCK
	})
	return err == nil && quiet
}
