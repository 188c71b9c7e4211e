//go:build unix

package backend

import (
	"net"
	"syscall"
)

// shortenBacklog makes the system's queue of connections that wait to be accepted as short as it can be.
func shortenBacklog(l net.Listener) {
	tcp, ok := l.(*net.TCPListener)
	if !ok {
		return
	}
	if raw, err := tcp.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { _ = syscall.Listen(int(fd), 1) })
	}
}
