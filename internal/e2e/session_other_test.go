//go:build !unix

package e2e_test

import "syscall"

// newSession is nothing where there are no sessions; the tests that need one skip themselves there.
func newSession() *syscall.SysProcAttr { return nil }
