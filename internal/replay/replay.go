// Package replay turns captured callbacks into deliveries that are sent again: re-signed or as they came, at the pace
// at which they came or another, with ids mapped and times refreshed.
//
// A [Source] has the entries, [Options] say what is changed and when each is sent. [Options.Survey] reads all of it and
// counts; [Options.Run] makes the deliveries, which a [conformance.Runner] sends. Everything streams, so a capture may
// be of any size.
package replay

import (
	"errors"
	"iter"

	"github.com/timhook/timhook/webhook/capture/read"
)

// Source is the entries of some inputs. They are read anew for a survey and for each round.
type Source struct {
	Inputs []read.Input
	Read   read.ReadOptions
	Keep   func(*read.Entry) bool // which entries count; nil: all
	Took   func(*read.Entry)      // gets each entry that counts; may be nil
	First  int                    // at most so many of them; 0: all
	Bad    func(error)            // gets the error of an entry that cannot be read, while others can; may be nil
}

// entries are the entries of one reading, in the order in which they came. An error ends it.
func (s Source) entries() iter.Seq2[*read.Entry, error] {
	return func(yield func(*read.Entry, error) bool) {
		count := 0
		for e, err := range ordered(read.Entries(s.Inputs, s.Read)) {
			_, isBad := errors.AsType[*read.BadEntry](err)
			_, isEmpty := errors.AsType[*read.EmptyInput](err)
			switch {
			case isBad && !s.Read.Strict, isEmpty:
				if s.Bad != nil {
					s.Bad(err)
				}
				continue
			case err == nil && s.Keep != nil && !s.Keep(e):
				continue
			}
			if err == nil && s.Took != nil {
				s.Took(e)
			}
			if !yield(e, err) || err != nil {
				return
			}
			if count++; count == s.First {
				return
			}
		}
	}
}
