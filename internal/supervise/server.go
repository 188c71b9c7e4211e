// Package supervise runs the server command of a test: the backend as a process of the run, with all that it starts.
package supervise

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

const (
	// stopWithin is how long a server command has to end by itself after SIGTERM.
	stopWithin = 3 * time.Second
	// killAgainAfter and kills bound the end of what ignores SIGTERM. More than one is needed where something goes on
	// starting processes, and all of them where one may not be killed.
	killAgainAfter = 200 * time.Millisecond
	kills          = 5
	// lookForFamily is how often a command is looked after that has put its server into the background.
	lookForFamily = 100 * time.Millisecond
	// lastWords is how long the output is waited for of a process that has ended. What it has started may keep it open.
	lastWords = 500 * time.Millisecond
)

// Server is the backend under test as a process of this run, in a group of its own. It may be started again.
type Server struct {
	Words  []string
	Output Tail          // of all its processes
	hurry  chan struct{} // closed by a second signal: no more patience
	Stop   func()        // ends the group; may be called again

	mu      sync.Mutex
	now     *process
	stopped bool
	left    []Process
}

// process is one start of the command.
type process struct {
	cmd    *exec.Cmd
	guard  *guard        // nil: the system offers none
	off    func()        // releases the guard
	before map[int]bool  // other processes that this one has started
	stop   func()        // tells that the process ends since it was asked to
	given  chan struct{} // closed by stop
	ended  chan struct{} // closed when it has ended; of a server in the background, when that has
}

// Process is a process of the system.
type Process struct {
	ID   int
	Name string
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
	// A pipe of our own: one of package exec ends with the command, and a server in the background goes on writing.
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("start the server command: %w", err)
	}
	adoptOrphans()
	p := &process{
		guard: newGuard(), // before children are counted, since it is none of the command's
		cmd:   exec.Command(s.Words[0], s.Words[1:]...), before: children(),
		given: make(chan struct{}), ended: make(chan struct{}),
	}
	p.off = sync.OnceFunc(p.guard.release)
	p.stop = sync.OnceFunc(func() { close(p.given) })
	p.cmd.Stdout, p.cmd.Stderr = write, write
	ownGroup(p.cmd)
	s.Output.Mark()
	said, started := make(chan struct{}), make(chan error)
	go p.run(started, said)
	err = <-started
	_ = write.Close()
	if err != nil {
		_ = read.Close()
		p.off()
		return fmt.Errorf("start the server command: %w", err)
	}
	go func() {
		_, _ = io.Copy(&s.Output, read)
		_ = read.Close()
		close(said)
	}()
	s.now = p
	return nil
}

// run starts the command and waits for its end on one thread, which the command's life may hang on.
func (p *process) run(started chan<- error, said <-chan struct{}) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := p.cmd.Start()
	if err == nil {
		p.guard.over(p.cmd.Process)
	}
	started <- err
	if err == nil {
		p.await(said)
	}
}

// await waits until the process has ended and its output is there. A command that ends well and leaves a server in the
// background, as daemons do, has ended when that has.
func (p *process) await(said <-chan struct{}) {
	defer close(p.ended)
	_ = p.cmd.Wait() // ProcessState says it
	select {
	case <-said:
	case <-time.After(lastWords):
	}
	for p.cmd.ProcessState.Success() && len(p.living()) > 0 {
		select {
		case <-p.given:
			return
		case <-time.After(lookForFamily):
		}
	}
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

// Restart ends what is left of the command and starts it again.
func (s *Server) Restart() error {
	s.end(s.process())
	return s.start()
}

// Left are the processes that could not be ended when the command was stopped, such as those of another user.
func (s *Server) Left() []Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.left
}

// end asks all that the command has started to end, waits for it, and kills what is left.
func (s *Server) end(p *process) {
	p.stop()
	p.signal(syscall.SIGTERM)
	gone := p.waitGone(stopWithin, s.hurry)
	for range kills {
		if gone {
			break
		}
		p.signal(syscall.SIGKILL)
		gone = p.waitGone(killAgainAfter, nil)
	}
	p.off()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = p.living()
}

// waitGone waits until the process and all that it has started have ended, and reports whether they have.
func (p *process) waitGone(limit time.Duration, hurry <-chan struct{}) bool {
	patience := time.NewTimer(limit)
	defer patience.Stop()
	look := time.NewTicker(lookAgainAfter)
	defer look.Stop()
	for !p.isGone() {
		select {
		case <-look.C:
		case <-patience.C:
			return false
		case <-hurry:
			return false
		}
	}
	return true
}

// isGone reports whether the process and all that it has started have ended.
func (p *process) isGone() bool {
	select {
	case <-p.ended:
		return len(p.living()) == 0
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
