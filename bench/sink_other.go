//go:build !linux

package main

import (
	"errors"
	"net"
)

func serveRaw(*net.TCPListener, *counter) error {
	return errors.New("the raw sink needs Linux, for epoll")
}
