//go:build !unix

package load

import "context"

// canStep is true where sockets can be read and written without waiting.
const canStep = false

type state struct{}

func (w *worker) beginSteps(context.Context) {}

func (w *worker) readSteps(context.Context) error { return errNotQuiet }

func (w *worker) steps(context.Context, uintptr) bool { return true }
