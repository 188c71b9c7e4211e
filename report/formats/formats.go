// Package formats names the ways in which something can be written. A flag, its help, its completion, the list of
// formats and the error of an unknown name all range over the same [Table].
package formats

import "iter"

// Format is one way to write something. Write is a function, or several where the parts are written as they come.
type Format[W any] struct {
	Name, Doc string
	Write     W
}

// Table holds the formats of one kind of result, the default first.
type Table[W any] []Format[W]

// Named finds a format; ok is false for an unknown name.
func (t Table[W]) Named(name string) (f Format[W], ok bool) {
	for _, f := range t {
		if f.Name == name {
			return f, true
		}
	}
	return f, false
}

// Docs ranges over the names and what they mean.
func (t Table[W]) Docs() iter.Seq2[string, string] {
	return func(yield func(name, doc string) bool) {
		for _, f := range t {
			if !yield(f.Name, f.Doc) {
				return
			}
		}
	}
}
