package replay

import (
	"cmp"
	"iter"
	"math/rand/v2"
	"slices"

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
		var held byStart
		input := ""
		for e, err := range entries {
			isHeld := err == nil && e.Dated
			if (!isHeld || e.Input != input) && !held.flush(0, yield) {
				return
			}
			if !isHeld {
				if !yield(e, err) {
					return
				}
				continue
			}
			input = e.Input
			held.add(e)
			if !held.flush(heldEntries, yield) {
				return
			}
		}
		held.flush(0, yield)
	}
}

// byStart are entries in their order, the earliest in front.
type byStart struct {
	list  []*read.Entry
	bytes int
}

func (h *byStart) add(e *read.Entry) {
	i, _ := slices.BinarySearchFunc(h.list, e, func(a, b *read.Entry) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Number, b.Number))
	})
	h.list = slices.Insert(h.list, i, e)
	h.bytes += size(e)
}

// flush passes on the earliest until at most that many are held.
func (h *byStart) flush(most int, yield func(*read.Entry, error) bool) bool {
	for len(h.list) > most || h.bytes > heldBytes {
		e := h.list[0]
		h.list = slices.Delete(h.list, 0, 1)
		h.bytes -= size(e)
		if !yield(e, nil) {
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
