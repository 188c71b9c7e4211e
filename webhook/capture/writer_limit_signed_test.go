//go:build dragonfly || freebsd

package capture_test

import "syscall"

func setLimit(l *syscall.Rlimit, size int64) { l.Cur = size }
