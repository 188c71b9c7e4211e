package load

import (
	"syscall"
	"time"
)

const canNap = true

// nap sleeps for some microseconds. Timers of the runtime wake on whole milliseconds when the process is idle, and the
// system's own are 50 microseconds late to save energy, unless the thread asks for better (prctl, PR_SET_TIMERSLACK).
func nap(d time.Duration) {
	const setTimerSlack, finest = 29, 1
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, setTimerSlack, finest, 0)
	span := syscall.NsecToTimespec(int64(d))
	_ = syscall.Nanosleep(&span, nil) // the caller looks at the clock again
}
