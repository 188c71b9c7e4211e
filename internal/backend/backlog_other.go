//go:build !unix

package backend

import "net"

func shortenBacklog(net.Listener) {}
