// Package supervise runs the server command of a test: the backend as a process of the run, in a group of its own.
package supervise

import (
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"time"
)

// stopWithin is how long a server command has to end by itself after SIGTERM.
const stopWithin = 3 * time.Second

// Server is the backend under test as a process of this run, in a group of its own.
type Server struct {
	Words  []string
	cmd    *exec.Cmd
	Output Tail
	Ended  chan struct{} // closed when the process has ended
	hurry  chan struct{} // closed by a second signal: no more patience
	Stop   func()        // ends the group; may be called again
}

// ErrServerDied is why a run ends when its server does.
var ErrServerDied = errors.New("the server command died")

// Start starts the command. died is called when the process ends, interrupted when a signal ends the run.
// The caller calls stop.
func Start(words []string, died func(error), interrupted func()) (*Server, error) {
	s := &Server{
		Words: words, cmd: exec.Command(words[0], words[1:]...), Ended: make(chan struct{}),
		hurry: make(chan struct{}),
	}
	s.cmd.Stdout, s.cmd.Stderr = &s.Output, &s.Output
	s.cmd.WaitDelay = 500 * time.Millisecond // children that keep the output open do not hold up the end
	ownGroup(s.cmd)
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the server command: %w", err)
	}
	go func() {
		_ = s.cmd.Wait() // ProcessState says it
		close(s.Ended)
		died(ErrServerDied)
	}()
	unwatch := s.watchSignals(interrupted)
	s.Stop = sync.OnceFunc(func() {
		s.end()
		unwatch()
	})
	return s, nil
}

// end asks the group to end, waits for all of it, and kills what is left.
func (s *Server) end() {
	terminate(s.cmd)
	patience := time.NewTimer(stopWithin)
	defer patience.Stop()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for !s.isGone() {
		select {
		case <-look.C:
			continue
		case <-patience.C:
		case <-s.hurry:
		}
		break
	}
	kill(s.cmd)
	<-s.Ended
}

// isGone says that the process and all that it has started have ended.
func (s *Server) isGone() bool {
	select {
	case <-s.Ended:
		return !hasGroup(s.cmd)
	default:
		return false
	}
}

// Died says that the process has ended before it was asked to, and how.
func (s *Server) Died() (how string, dead bool) {
	if s == nil {
		return "", false
	}
	select {
	case <-s.Ended:
		return fmt.Sprintf("%s: %s", ErrServerDied, s.cmd.ProcessState), true
	default:
		return "", false
	}
}
