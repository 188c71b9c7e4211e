package supervise

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Listening are the processes that listen at a TCP port of this machine, as far as the system shows them to this user.
func Listening(port int) []Process {
	sockets := listeningSockets(port)
	if len(sockets) == 0 {
		return nil
	}
	links, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return nil
	}
	var list []Process
	for _, link := range links {
		target, err := os.Readlink(link)
		if err != nil || !slices.Contains(sockets, target) {
			continue
		}
		id, err := strconv.Atoi(strings.Split(link, "/")[2])
		known := slices.ContainsFunc(list, func(p Process) bool { return p.ID == id })
		if err == nil && !known && id != os.Getpid() {
			list = append(list, processOf(id))
		}
	}
	return list
}

// listeningSockets are the sockets of a port as /proc/PID/fd names them: "socket:[INODE]".
func listeningSockets(port int) []string {
	const listens = "0A"
	var sockets []string
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			fields := strings.Fields(line) // number, local address and port, remote ones, state, …, inode
			if len(fields) < 10 || fields[3] != listens {
				continue
			}
			_, digits, _ := strings.Cut(fields[1], ":")
			if n, err := strconv.ParseUint(digits, 16, 16); err == nil && int(n) == port {
				sockets = append(sockets, "socket:["+fields[9]+"]")
			}
		}
	}
	return sockets
}
