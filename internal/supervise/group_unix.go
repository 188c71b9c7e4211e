//go:build unix

package supervise

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// ownGroup puts the command into a process group of its own: it does not get the terminal's Ctrl-C, and what it starts
// ends with it. It dies with this process where the system offers that.
func ownGroup(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(c.SysProcAttr)
}

// watchSignals sees to it that no signal ends this process and leaves the server behind: the first one ends the run,
// a second one the patience with the server, and a terminal that goes away ends both.
func (s *Server) watchSignals(interrupted func()) (unwatch func()) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(signals, syscall.SIGHUP)
	}
	done := make(chan struct{})
	go func() {
		for count := 0; ; {
			select {
			case <-done:
				return
			case got := <-signals:
				interrupted()
				if count++; got == syscall.SIGHUP || count > 1 {
					close(s.hurry)
					return
				}
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}
