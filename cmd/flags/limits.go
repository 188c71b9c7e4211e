package flags

// A run has bounds.
const (
	MostJobs    = 1000
	MostRetries = 100
)

const mostExamples = 10_000
