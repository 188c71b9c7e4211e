//go:build unix && !linux

package supervise

import (
	"errors"
	"syscall"
)

// Where the system does not show which process has started which, the family is the group.

func adoptOrphans() {}

func dieWithParent(*syscall.SysProcAttr) {}

func children() map[int]bool { return nil }

func (p *process) signal(s syscall.Signal) { _ = syscall.Kill(-p.cmd.Process.Pid, s) }

func (p *process) living() []Process {
	if errors.Is(syscall.Kill(-p.cmd.Process.Pid, 0), syscall.ESRCH) {
		return nil
	}
	return []Process{{p.cmd.Process.Pid, "a process of this group"}}
}
