package flags

// The bounds of a run.
const (
	MostJobs     = 1000
	mostRetries  = 100
	mostExamples = 10_000
)

// Redelivery declares the flags that send a callback again, as Chat does.
func (g *Group) Redelivery(twice *bool, retries *int) {
	g.Bool(twice, "twice", "send each a second time, as Chat's retry does")
	g.Int(retries, "retry", 0, 0, mostRetries,
		"how often to send again after a timeout, as Chat with its retry switch on: `N`")
}
