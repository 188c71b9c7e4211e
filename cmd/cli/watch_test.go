package cli

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestAWaitEndsWhenFilesHaveSettled(t *testing.T) {
	type states = []FileStates
	old, half, whole := FileStates{"a": {1, 1}}, FileStates{"a": {2, 2}}, FileStates{"a": {3, 3}}
	for _, tt := range []struct {
		name   string
		looks  states // the last goes on
		ignore bool
		key    byte
		want   Waking
		after  int // looks
	}{
		{"a change", states{old, whole}, false, 0, Changed, 3},
		{"a file that is written in two pieces", states{half, whole}, false, 0, Changed, 3},
		{"a file that is replaced", states{{}, whole}, false, 0, Changed, 3},
		{"a file that has gone", states{{}}, false, 0, Changed, 2},
		{"a change that counts for nothing", states{whole}, true, 0, Stopped, 9},
		{"no change", states{old}, false, 0, Stopped, 9},
		{"the key r", states{old}, false, 'r', Again, 0},
		{"the key q", states{old}, false, 'q', Quit, 0},
		{"Ctrl-C as a key", states{old}, false, 3, Stopped, 0},
		{"another key", states{old}, false, 'x', Stopped, 9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 9500*time.Millisecond)
				defer cancel()
				looks := 0
				look := func() FileStates {
					looks++
					return tt.looks[min(looks, len(tt.looks))-1]
				}
				keys := &Keys{bytes: make(chan byte, 1)}
				if tt.key != 0 {
					keys.bytes <- tt.key
				}
				w := Watch{Every: time.Second, Look: look, Ignore: func(string) bool { return tt.ignore }, Keys: keys}
				if got := w.Wait(ctx, old); got != tt.want || looks != tt.after {
					t.Errorf("got %v after %d looks, want %v after %d", got, looks, tt.want, tt.after)
				}
			})
		})
	}
}

// Files that never settle, such as the log of a server, do not keep a run from starting.
func TestAWaitForFilesThatNeverSettleEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := int64(0)
		look := func() FileStates { n++; return FileStates{"log": {n, n}} }
		if got := (Watch{Every: time.Second, Look: look}).Wait(t.Context(), nil); got != Changed || n != mostSettling+1 {
			t.Errorf("got %v after %d looks, want %v after %d", got, n, Changed, mostSettling+1)
		}
	})
}
