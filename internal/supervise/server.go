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

// Server is the backend under test as a process of this run, in a group of its own. It may be started again.
type Server struct {
	Words  []string
	Output Tail          // of all its processes
	hurry  chan struct{} // closed by a second signal: no more patience
	Stop   func()        // ends the group; may be called again

	mu      sync.Mutex
	now     *process
	stopped bool
}

// process is one start of the command.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when it has ended
}

// ErrServerDied is why a run ends whose server died before it was ready.
var ErrServerDied = errors.New("the server command died")

var errStopped = errors.New("the server command was stopped")

// Start starts the command; interrupted is called when a signal ends the run. The caller calls Stop.
func Start(words []string, interrupted func()) (*Server, error) {
	s := &Server{Words: words, hurry: make(chan struct{})}
	if err := s.start(); err != nil {
		return nil, err
	}
	unwatch := s.watchSignals(interrupted)
	s.Stop = sync.OnceFunc(func() {
		s.mu.Lock()
		s.stopped = true
		p := s.now
		s.mu.Unlock()
		s.end(p)
		unwatch()
	})
	return s, nil
}

func (s *Server) start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return errStopped
	}
	p := &process{cmd: exec.Command(s.Words[0], s.Words[1:]...), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = &s.Output, &s.Output
	p.cmd.WaitDelay = 500 * time.Millisecond // children that keep the output open do not hold up the end
	ownGroup(p.cmd)
	s.Output.Mark()
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("start the server command: %w", err)
	}
	go func() {
		_ = p.cmd.Wait() // ProcessState says it
		close(p.ended)
	}()
	s.now = p
	return nil
}

// Ended is closed when the process that runs now has ended. Without a server it never is.
func (s *Server) Ended() <-chan struct{} {
	if s == nil {
		return nil
	}
	return s.process().ended
}

func (s *Server) process() *process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Restart ends what is left of the command's group and starts the command again.
func (s *Server) Restart() error {
	s.end(s.process())
	return s.start()
}

// end asks the group to end, waits for all of it, and kills what is left.
func (s *Server) end(p *process) {
	terminate(p.cmd)
	patience := time.NewTimer(stopWithin)
	defer patience.Stop()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for !p.isGone() {
		select {
		case <-look.C:
			continue
		case <-patience.C:
		case <-s.hurry:
		}
		break
	}
	kill(p.cmd)
	<-p.ended
}

// isGone reports whether the process and all that it has started have ended.
func (p *process) isGone() bool {
	select {
	case <-p.ended:
		return !hasGroup(p.cmd)
	default:
		return false
	}
}

// Died reports whether the process that was started last has ended before it was asked to, and how.
func (s *Server) Died() (how string, dead bool) {
	if s == nil {
		return "", false
	}
	p := s.process()
	select {
	case <-p.ended:
		return fmt.Sprintf("%s: %s", ErrServerDied, p.cmd.ProcessState), true
	default:
		return "", false
	}
}
