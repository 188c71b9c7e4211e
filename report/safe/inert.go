package safe

import (
	"io"
)

// InertJSON writes JSON documents, each in one write, so that neither a terminal nor GitHub's runner acts on a text in them.
// They stay the same documents.
func InertJSON(w io.Writer) io.Writer { return inertJSON{w} }
