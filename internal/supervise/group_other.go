//go:build !unix

package supervise

import (
	"os/exec"
)

// Where there are no process groups the command alone is ended, at once.

func ownGroup(*exec.Cmd) {}

func terminate(c *exec.Cmd) { _ = c.Process.Kill() }

func kill(c *exec.Cmd) { _ = c.Process.Kill() }

func hasGroup(*exec.Cmd) bool { return false }

func (s *Server) watchSignals(func()) (unwatch func()) { return func() {} }
