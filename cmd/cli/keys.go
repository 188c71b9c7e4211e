package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// Keys are what somebody types at a terminal, key by key. nil is a program that nobody sits at.
type Keys struct {
	in    *os.File // nil: the keys come from elsewhere, as in a test
	bytes chan byte
}

// Keys reads the keys of standard input from now on. It is nil unless standard input and standard output are terminals.
func (a *App) Keys() *Keys {
	in, isFile := a.In.(*os.File)
	if !isFile || !IsTerminal(in) || !IsTerminal(a.RawOut) || a.Environment("TERM") == "dumb" {
		return nil
	}
	k := &Keys{in: in, bytes: make(chan byte)}
	go func() { // until the end of the process: a read of a terminal cannot be ended
		var key [1]byte
		for {
			if _, err := io.ReadFull(k.in, key[:]); err != nil {
				return
			}
			k.bytes <- key[0]
		}
	}()
	return k
}

// raw takes keys without Enter and shows none of them, until the function that it returns is called. Ctrl-C is a key.
func (k *Keys) raw() (restore func()) {
	if k == nil || k.in == nil {
		return func() {}
	}
	before, err := term.MakeRaw(int(k.in.Fd()))
	if err != nil {
		return func() {}
	}
	return func() { _ = term.Restore(int(k.in.Fd()), before) }
}

// typed gives the keys; nothing comes where nobody types.
func (k *Keys) typed() <-chan byte {
	if k == nil {
		return nil
	}
	return k.bytes
}
