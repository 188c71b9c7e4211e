package supervise

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// guard ends the command and what it starts when this process ends, however that comes: they are in a job, which the
// system ends with its last handle. What the command starts before it is in the job is not.
type guard struct{ job windows.Handle }

func newGuard() *guard {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil
	}
	var limits windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		_ = windows.CloseHandle(job)
		return nil
	}
	return &guard{job}
}

// over puts the command into the job.
func (g *guard) over(command *os.Process) {
	if g == nil {
		return
	}
	const rights = windows.PROCESS_SET_QUOTA | windows.PROCESS_TERMINATE
	handle, err := windows.OpenProcess(rights, false, uint32(command.Pid))
	if err != nil {
		return
	}
	_ = windows.AssignProcessToJobObject(g.job, handle)
	_ = windows.CloseHandle(handle)
}

// release ends what is left in the job.
func (g *guard) release() {
	if g != nil {
		_ = windows.CloseHandle(g.job)
	}
}
