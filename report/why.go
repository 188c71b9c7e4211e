package report

import "github.com/timhook/timhook/report/why"

// Cases and findings are explained by package why. A document holds them.
type (
	Case        = why.Case        // one case and its result
	Exchange    = why.Exchange    // one request of a case and its answer
	Finding     = why.Finding     // one cause of failures
	Found       = why.Found       // one requirement that an exchange does not meet
	Sent        = why.Sent        // a request
	Answer      = why.Answer      // the answer, as far as it came
	Decision    = why.Decision    // what Chat would do with the event
	DecidedItem = why.DecidedItem // the decision on one entry of the request's list
)
