package supervise

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// A process can leave the group of its command, as setsid(1), nginx and pm2 do, and its parent can end. What is in a
// family is found by three marks: the parent, the group and the session. As a reaper of orphans this process becomes
// the parent of what has lost its own, so that nothing gets out of sight.

// prSetChildSubreaper is PR_SET_CHILD_SUBREAPER of prctl(2).
const prSetChildSubreaper = 36

// adoptOrphans makes this process the reaper of its orphans. Where that is refused, group and session are left as
// marks.
func adoptOrphans() { _, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, prSetChildSubreaper, 1, 0) }

// dieWithParent has the kernel kill the command, though nothing that it has started, when its parent ends. The kernel
// means the thread that has started it.
func dieWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }

// kin is what the system tells of a process.
type kin struct {
	id, parent, group, session int
	state                      byte
}

// children are the processes that this one has started.
func children() map[int]bool {
	own := map[int]bool{}
	for _, k := range allKin() {
		if k.parent == os.Getpid() {
			own[k.id] = true
		}
	}
	return own
}

// family are the processes that live on from one start of the command.
func (p *process) family() []int {
	all := allKin()
	self := os.Getpid()
	own, _ := readKin(self)
	in, sessions := map[int]bool{}, map[int]bool{}
	for grown := true; grown; {
		grown = false
		for _, k := range all {
			isNew := k.id != self && !in[k.id] && !p.before[k.id]
			if isNew && (k.id == p.cmd.Process.Pid || k.group == p.cmd.Process.Pid || in[k.parent] ||
				k.parent == self || sessions[k.session]) {
				in[k.id], grown = true, true
				if k.session != own.session {
					sessions[k.session] = true
				}
			}
		}
	}
	var living []int
	for _, k := range all {
		if in[k.id] && !p.hasEnded(k) {
			living = append(living, k.id)
		}
	}
	return living
}

// hasEnded is true of a process that has ended. One of this process's own is waited for: while its threads end one by
// one, it looks like a zombie and may still listen.
func (p *process) hasEnded(k kin) bool {
	isZombie := k.state == 'Z' || k.state == 'X'
	if !isZombie || k.parent != os.Getpid() || k.id == p.cmd.Process.Pid {
		return isZombie
	}
	id, err := syscall.Wait4(k.id, nil, syscall.WNOHANG, nil)
	return err != nil || id == k.id
}

// signal sends a signal to the whole family. Those that it may not be sent to are returned by living.
func (p *process) signal(s syscall.Signal) {
	_ = syscall.Kill(-p.cmd.Process.Pid, s) // at once, so that no one sees another one end
	for _, id := range p.family() {
		if group, err := syscall.Getpgid(id); err == nil && group != p.cmd.Process.Pid {
			_ = syscall.Kill(id, s)
		}
	}
}

// living are the processes of the family that have not ended.
func (p *process) living() []Process {
	var list []Process
	for _, id := range p.family() {
		list = append(list, processOf(id))
	}
	return list
}

func allKin() []kin {
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil
	}
	list := make([]kin, 0, len(folders))
	for _, folder := range folders {
		if id, err := strconv.Atoi(filepath.Base(folder)); err == nil {
			if k, ok := readKin(id); ok {
				list = append(list, k)
			}
		}
	}
	return list
}

// readKin reads /proc/PID/stat: "PID (NAME) STATE PARENT GROUP SESSION …". The name may hold blanks and brackets.
func readKin(id int) (k kin, ok bool) {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(id), "stat"))
	if err != nil {
		return k, false
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 4 {
		return k, false
	}
	parent, errParent := strconv.Atoi(fields[1])
	group, errGroup := strconv.Atoi(fields[2])
	session, errSession := strconv.Atoi(fields[3])
	return kin{id, parent, group, session, fields[0][0]}, errors.Join(errParent, errGroup, errSession) == nil
}

// processOf names a process by its program and what that runs: "node server.js". Further words may hold secrets.
func processOf(id int) Process {
	folder := filepath.Join("/proc", strconv.Itoa(id))
	text, _ := os.ReadFile(filepath.Join(folder, "cmdline"))
	words := strings.Split(string(text), "\x00")
	if words[0] == "" { // of the kernel, or a zombie
		text, _ = os.ReadFile(filepath.Join(folder, "comm"))
		return Process{id, strings.TrimSpace(string(text))}
	}
	name := filepath.Base(words[0])
	if len(words) > 1 && words[1] != "" && !strings.HasPrefix(words[1], "-") && !strings.Contains(words[1], "=") {
		name += " " + words[1]
	}
	return Process{id, name}
}
