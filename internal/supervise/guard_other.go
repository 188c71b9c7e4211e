//go:build !unix && !windows

package supervise

import "os"

// guard is for systems that let a command be ended when its parent is killed.
type guard struct{}

func newGuard() *guard { return nil }

func (*guard) over(*os.Process) {}

func (*guard) release() {}
