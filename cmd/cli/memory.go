package cli

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// LiftMemoryLimit ends the limit of [App.LimitMemory] once about as much is alive as it allows, for instance an entry
// of 10 MB with its findings: the collector would run all the time, and free nothing. GOMEMLIMIT, where it is set,
// stays.
func (a *App) LiftMemoryLimit() {
	if a.Environment("GOMEMLIMIT") == "" {
		afterCollections(func() bool {
			if liveHeap() < MemoryGoal*7/8 {
				return true
			}
			debug.SetMemoryLimit(math.MaxInt64)
			return false
		})
	}
}

// afterCollections calls a function after each collection, for as long as it wants.
func afterCollections(goesOn func() bool) {
	type garbage struct{ _ [16]byte } // too large for the allocator to put it into a block with others
	runtime.SetFinalizer(new(garbage), func(*garbage) {
		if goesOn() {
			afterCollections(goesOn)
		}
	})
}

// liveHeap is what the last collection has left, in bytes.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
