package cli

import (
	"context"
	"os"
	"slices"
	"time"
)

// FileStates are what changes of files when they change, by their paths.
type FileStates map[string]FileState

// FileState is a file as a look at its folder shows it.
type FileState struct {
	Size     int64
	Modified int64 // in nanoseconds since 1970
}

// Add looks at a file; one that is not there, or is no regular file, is left out.
func (f FileStates) Add(path string) {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		f.AddInfo(path, info)
	}
}

// AddInfo is Add for a file that was looked at already.
func (f FileStates) AddInfo(path string, info os.FileInfo) {
	f[path] = FileState{info.Size(), info.ModTime().UnixNano()}
}

// changed are the files that are new, gone or otherwise than before.
func (f FileStates) changed(before FileStates) []string {
	var list []string
	for path, state := range f {
		if before[path] != state {
			list = append(list, path)
		}
	}
	for path := range before {
		if _, ok := f[path]; !ok {
			list = append(list, path)
		}
	}
	return list
}

// Watch waits for changes of files by looking at them: it needs nothing of the system, and works on every one, on
// network drives and in containers too.
type Watch struct {
	Every  time.Duration          // between two looks
	Look   func() FileStates      // takes its time with many files
	Ignore func(path string) bool // true of a change that counts for nothing; nil: none does
	Keys   *Keys                  // nil: nobody types
}

// Waking is why a wait ended.
type Waking int

// What ends a wait.
const (
	Stopped Waking = iota // by a signal, or Ctrl-C
	Changed               // a file has, and no other since
	Again                 // the key r
	Quit                  // the key q
)

// mostSettling bounds how often files may change one after the other before the wait ends, as while a program is built.
const mostSettling = 20

// Wait waits for a change since before. It ends when a further look finds nothing new, so that no file is read that is
// half written.
func (w Watch) Wait(ctx context.Context, before FileStates) Waking {
	defer w.Keys.raw()()
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	for settling := 0; ; {
		select {
		case <-ctx.Done():
			return Stopped
		case key := <-w.Keys.typed():
			if waking, known := wakingOf(key); known {
				return waking
			}
			continue
		case <-tick.C:
		}
		after := w.Look()
		paths := after.changed(before)
		before = after
		counts := slices.ContainsFunc(paths, func(path string) bool { return w.Ignore == nil || !w.Ignore(path) })
		switch {
		case counts && settling < mostSettling:
			settling++
		case settling > 0:
			return Changed
		}
	}
}

func wakingOf(key byte) (w Waking, known bool) {
	const ctrlC, ctrlD = 3, 4
	switch key {
	case 'r', 'R':
		return Again, true
	case 'q', 'Q', ctrlD:
		return Quit, true
	case ctrlC:
		return Stopped, true
	}
	return 0, false
}
