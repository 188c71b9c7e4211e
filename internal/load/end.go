package load

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/timhook/timhook/webhook"
)

// End is why a load ended.
type End uint8

// The ends. After the first two the load ran as it was asked for.
const (
	EndDuration    End = iota // the time was up
	EndCount                  // all callbacks were sent
	EndInterrupted            // the caller wanted no more
	EndGone                   // the backend took no more connections
	EndPorts                  // the system had no port left for another connection
	EndDescriptors            // the process, or the system, had no file descriptor left for another connection
)

// String says it in words that follow "the load ended: ".
func (e End) String() string {
	return [...]string{
		"the time was up", "all callbacks were sent", "interrupted",
		"the backend is gone", "no ports are left", "no file descriptors are left",
	}[e]
}

// Planned reports whether the load ran to the end that was asked for.
func (e End) Planned() bool { return e <= EndCount }

// limitOf recognises a limit of this machine in the failure of a connection.
func limitOf(failure *webhook.Failure) (End, bool) {
	switch {
	case errors.Is(failure, syscall.EADDRNOTAVAIL):
		return EndPorts, true
	case errors.Is(failure, syscall.EMFILE), errors.Is(failure, syscall.ENFILE):
		return EndDescriptors, true
	}
	return 0, false
}

// remedy is one line on what to do about an end that was not planned.
func remedy(e End, last *webhook.Failure, connections int) string {
	switch e {
	case EndGone:
		if last.Class == webhook.Protocol {
			return last.Error() // it names the cure
		}
		return fmt.Sprintf("the backend took no connection for %v (%v): "+
			"see whether it runs and why it stopped, or lower the rate", patience, last)
	case EndPorts:
		return fmt.Sprintf("the system has no port left for another connection (%d were made): "+
			"let the backend keep its connections open, lower the rate or the number of connections, "+
			"or widen the range of ports (Linux: net.ipv4.ip_local_port_range)", connections)
	case EndDescriptors:
		return fmt.Sprintf("the system allows no more open files (%d connections were made): "+
			"raise the limit (ulimit -n) or lower the number of connections", connections)
	}
	return ""
}
