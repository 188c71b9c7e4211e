package main

import (
	"bytes"
	"fmt"
	"net"
	"runtime"
	"strconv"
	"syscall"
)

// serveRaw answers fixed bytes from one thread over epoll: the ceiling of what a client can be measured against.
func serveRaw(l *net.TCPListener, c *counter) error {
	runtime.LockOSThread()
	file, err := l.File()
	if err != nil {
		return err
	}
	listening := int(file.Fd())
	if err := syscall.SetNonblock(listening, true); err != nil {
		return err
	}
	poll, err := syscall.EpollCreate1(0)
	if err != nil {
		return fmt.Errorf("epoll: %w", err)
	}
	if err := watch(poll, listening); err != nil {
		return err
	}
	r := rawSink{counter: c, poll: poll, listening: listening, conns: map[int]*rawConn{}, buf: make([]byte, 256<<10)}
	events := make([]syscall.EpollEvent, 256)
	for {
		n, err := syscall.EpollWait(poll, events, -1)
		if err != nil && err != syscall.EINTR {
			return fmt.Errorf("epoll: %w", err)
		}
		for i := range max(n, 0) {
			r.ready(int(events[i].Fd))
		}
	}
}

type rawSink struct {
	*counter
	poll, listening int
	conns           map[int]*rawConn
	buf             []byte
}

// rawConn is what is left of a request that came in parts.
type rawConn struct{ rest []byte }

func watch(poll, fd int) error {
	return syscall.EpollCtl(poll, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)})
}

func (r *rawSink) ready(fd int) {
	if fd != r.listening {
		r.read(fd)
		return
	}
	for {
		conn, _, err := syscall.Accept4(r.listening, syscall.SOCK_NONBLOCK)
		if err != nil {
			return
		}
		_ = syscall.SetsockoptInt(conn, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
		r.conns[conn] = &rawConn{}
		if watch(r.poll, conn) != nil {
			r.close(conn)
		}
	}
}

func (r *rawSink) read(fd int) {
	n, err := syscall.Read(fd, r.buf)
	if err == syscall.EAGAIN || err == syscall.EINTR {
		return
	}
	if n <= 0 {
		r.close(fd)
		return
	}
	c := r.conns[fd]
	data := r.buf[:n]
	if len(c.rest) > 0 {
		data = append(c.rest, data...)
	}
	requests := 0
	for {
		size := requestSize(data)
		if size == 0 || size > len(data) {
			break
		}
		data = data[size:]
		requests++
	}
	c.rest = append(c.rest[:0], data...)
	if requests == 0 {
		return
	}
	r.add(requests, n)
	for range requests {
		if _, err := syscall.Write(fd, []byte(answer)); err != nil {
			r.close(fd)
			return
		}
	}
}

func (r *rawSink) close(fd int) {
	delete(r.conns, fd)
	_ = syscall.Close(fd)
}

// requestSize is the length of the first request, 0 while its head is not whole.
func requestSize(data []byte) int {
	head := bytes.Index(data, []byte("\r\n\r\n"))
	if head < 0 {
		return 0
	}
	for _, name := range []string{"\r\nContent-Length: ", "\r\ncontent-length: "} {
		i := bytes.Index(data[:head+2], []byte(name))
		if i < 0 {
			continue
		}
		value := data[i+len(name):]
		n, err := strconv.Atoi(string(value[:bytes.IndexByte(value, '\r')]))
		if err == nil {
			return head + 4 + n
		}
	}
	return head + 4
}
