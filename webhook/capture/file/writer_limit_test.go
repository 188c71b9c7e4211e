//go:build darwin || linux || netbsd || openbsd

package file_test

import (
	"syscall"
)

func setLimit(l *syscall.Rlimit, size int64) { l.Cur = uint64(size) }
