//go:build unix

package supervise

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
)

// guard ends the group of a command when this process is killed, and can no longer do so itself. It is a shell that
// waits at the other end of a pipe: the system closes the pipe whatever ends this process. Where there is no shell,
// there is no guard.
type guard struct {
	shell *exec.Cmd
	pipe  io.WriteCloser
}

// guardScript reads two lines: the id of the group, and "over" once the group has ended. Without the second line
// timhook has ended first.
const guardScript = `read id && { read over || kill -s KILL -- "-$id"; }`

func newGuard() *guard {
	c := exec.Command("sh", "-c", guardScript, "timhook-guard")
	c.Env, c.Dir = []string{}, "/"                     // it needs neither the user's secrets nor the folder
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // what ends all of a terminal or a group spares it
	pipe, err := c.StdinPipe()
	if err != nil || c.Start() != nil {
		return nil
	}
	return &guard{c, pipe}
}

// over gives the guard the command that it is for.
func (g *guard) over(command *os.Process) {
	if g != nil {
		_, _ = fmt.Fprintln(g.pipe, command.Pid)
	}
}

// release ends the guard once the command has been ended.
func (g *guard) release() {
	if g != nil {
		_, _ = fmt.Fprintln(g.pipe)
		_ = g.pipe.Close()
		_ = g.shell.Wait()
	}
}
