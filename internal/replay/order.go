package replay

import (
	"container/heap"
	"iter"
	"math/rand/v2"

	"github.com/timhook/timhook/webhook/capture/read"
)

// A capture is written in the order of the answers. The entry that was sent first is looked for among that many
// entries, with that many bytes; entries further apart keep their places.
const (
	heldEntries = 1024
	heldBytes   = 16 << 20
)

// ordered brings the entries of each input into the order in which they were sent. Entries without a time stay where
// they are, and so do errors.
func ordered(entries iter.Seq2[*read.Entry, error]) iter.Seq2[*read.Entry, error] {
	return func(yield func(*read.Entry, error) bool) {
		held := &byStart{}
		input := ""
		for e, err := range entries {
			if err == nil && (!e.Dated || e.Input != input) || err != nil {
				if !held.flush(0, yield) {
					return
				}
			}
			switch {
			case err != nil || !e.Dated:
				if !yield(e, err) {
					return
				}
				continue
			}
			input = e.Input
			heap.Push(held, e)
			if !held.flush(heldEntries, yield) {
				return
			}
		}
		held.flush(0, yield)
	}
}

// byStart is a heap of entries, the earliest in front.
type byStart struct {
	list  []*read.Entry
	bytes int
}

func (h *byStart) Len() int      { return len(h.list) }
func (h *byStart) Swap(i, j int) { h.list[i], h.list[j] = h.list[j], h.list[i] }

func (h *byStart) Less(i, j int) bool {
	a, b := h.list[i], h.list[j]
	if !a.Start.Equal(b.Start) {
		return a.Start.Before(b.Start)
	}
	return a.Number < b.Number
}

// Push implements [heap.Interface].
func (h *byStart) Push(x any) {
	e := x.(*read.Entry)
	h.list = append(h.list, e)
	h.bytes += size(e)
}

// Pop implements [heap.Interface].
func (h *byStart) Pop() any {
	last := len(h.list) - 1
	e := h.list[last]
	h.list[last] = nil
	h.list = h.list[:last]
	h.bytes -= size(e)
	return e
}

// flush passes on the earliest until at most that many are held.
func (h *byStart) flush(most int, yield func(*read.Entry, error) bool) bool {
	for h.Len() > most || h.bytes > heldBytes {
		if !yield(heap.Pop(h).(*read.Entry), nil) {
			return false
		}
	}
	return true
}

func size(e *read.Entry) int {
	n := len(e.Request.Body) + len(e.Request.Wire)
	if e.Answer != nil {
		n += len(e.Answer.Body) + len(e.Answer.Wire)
	}
	return n
}

// shuffled lets entries change places within windows; when something is due does not change.
func (o *Options) shuffled(entries iter.Seq[timedEntry]) iter.Seq[timedEntry] {
	if o.Reorder == nil {
		return entries
	}
	return func(yield func(timedEntry) bool) {
		source := rand.New(rand.NewPCG(*o.Reorder, 0))
		held := make([]timedEntry, 0, Window)
		for e := range entries {
			held = append(held, e)
			if len(held) == Window && !sendShuffled(&held, source, yield) {
				return
			}
		}
		sendShuffled(&held, source, yield)
	}
}

func sendShuffled(held *[]timedEntry, source *rand.Rand, yield func(timedEntry) bool) bool {
	list := *held
	*held = list[:0]
	source.Shuffle(len(list), func(i, j int) { list[i].entry, list[j].entry = list[j].entry, list[i].entry })
	for _, e := range list {
		if !yield(e) {
			return false
		}
	}
	return true
}
