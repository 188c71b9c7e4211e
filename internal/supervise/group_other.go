//go:build !unix

package supervise

import (
	"os/exec"
	"syscall"
)

// Where there are no process groups the command alone is ended, at once.

func adoptOrphans() {}

func children() map[int]bool { return nil }

func ownGroup(*exec.Cmd) {}

func (p *process) signal(syscall.Signal) { _ = p.cmd.Process.Kill() }

func (p *process) living() []Process { return nil }

func (s *Server) watchSignals(func()) (unwatch func()) { return func() {} }
