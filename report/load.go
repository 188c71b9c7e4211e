package report

// Load is what a load adds to its [Document]: what was asked for, what was sent and how long the answers took.
// Members are added, never renamed. Times are in milliseconds where their names say so.
type Load struct {
	Sentence string    `json:"sentence"` // whether the backend keeps up, in one line
	Asked    LoadAsked `json:"asked"`
	Sent     LoadSent  `json:"sent"`
	All      LoadOf    `json:"all"`
	Each     []LoadOf  `json:"callbacks"` // in the order of the mix
	// Sending is how far the sends were from their schedule; absent without one.
	Sending *LoadTimes   `json:"sending,omitempty"`
	Errors  []LoadError  `json:"errors"` // exchanges without a whole answer, by what went wrong
	Budgets []LoadBudget `json:"budgets"`
	Bars    []LoadBar    `json:"bars"` // of All.Latency, the shortest first
	Series  []LoadSecond `json:"series,omitempty"`
	Probes  []LoadProbe  `json:"probes,omitempty"` // of a search for the highest rate, in the order in which they ran
	Highest float64      `json:"highestRate,omitempty"`
}

// LoadAsked is what the load was to be.
type LoadAsked struct {
	Rate        string    `json:"rate"`  // as it was given: "500/s", "max"
	Model       string    `json:"model"` // "open": by a schedule; "closed": a connection sends when it has its answer
	Seconds     float64   `json:"seconds,omitempty"`
	Count       int       `json:"count,omitempty"`
	Connections int       `json:"connections"` // at most
	Payloads    int       `json:"payloads"`    // distinct request packets
	Mix         []LoadMix `json:"mix"`
}

// LoadMix is a callback and its weight.
type LoadMix struct {
	Callback string `json:"callback"`
	Weight   int    `json:"weight"`
}

// LoadSent is what left and came, in numbers.
type LoadSent struct {
	Due        int     `json:"due"` // by the schedule; without one, those that were sent
	Sent       int     `json:"sent"`
	Shortfall  int     `json:"shortfall"`  // due and not sent
	Overdue    int     `json:"overdue"`    // sent later than they were due
	Unfinished int     `json:"unfinished"` // under way when the run was interrupted
	Unreached  int     `json:"unreached"`  // among those sent: they found no connection to leave on
	Rate       float64 `json:"ratePerSecond"`
	Answered   float64 `json:"answersPerSecond"`
	Connected  int     `json:"connections"` // made
	Reused     int     `json:"reused"`      // exchanges on a connection that had carried another one
	Redialed   int     `json:"redialed"`    // kept connections that turned out to be closed
	BytesOut   int64   `json:"bytesOut"`
	BytesIn    int64   `json:"bytesIn"`
	Slow       string  `json:"slow,omitempty"` // why the exchanges went the way of single sends
}

// LoadOf is what came of one callback, or of all.
type LoadOf struct {
	Callback string `json:"callback"` // "all" for all
	Sent     int    `json:"sent"`
	// Latency counts from when the schedule wanted the callback sent, Service from when it was sent.
	Latency      LoadTimes `json:"latency"`
	Service      LoadTimes `json:"service"`
	PastSecond   int       `json:"past1s"` // without a whole answer 1 s after they were due
	PastDeadline int       `json:"past2s"` // and 2 s, which is how long Chat waits (Webhook Overview, 1047/34354)
}

// LoadTimes are percentiles of many durations, in milliseconds.
type LoadTimes struct {
	Count int     `json:"count"`
	Min   float64 `json:"minMs"`
	Mean  float64 `json:"meanMs"`
	P50   float64 `json:"p50Ms"`
	P75   float64 `json:"p75Ms"`
	P90   float64 `json:"p90Ms"`
	P95   float64 `json:"p95Ms"`
	P99   float64 `json:"p99Ms"`
	P999  float64 `json:"p99_9Ms"`
	Max   float64 `json:"maxMs"`
}

// LoadError counts exchanges without a whole answer.
type LoadError struct {
	Class string `json:"class"`
	Count int    `json:"count"`
}

// LoadBudget is a limit and whether it was kept.
type LoadBudget struct {
	Met  bool   `json:"met"`
	Text string `json:"text"` // with the figure
}

// LoadBar is how many latencies lie between two times.
type LoadBar struct {
	From  float64 `json:"fromMs"`
	To    float64 `json:"toMs"`
	Count int     `json:"count"`
}

// LoadSecond is one second of the run.
type LoadSecond struct {
	Number      int     `json:"second"`
	Seconds     float64 `json:"seconds"` // the last one may be shorter
	Sent        int     `json:"sent"`
	Answered    int     `json:"answered"`
	Failed      int     `json:"failed"`
	Overdue     int     `json:"overdue"`
	Late        int     `json:"late"` // without a whole answer 2 s after they were due
	P50         float64 `json:"p50Ms"`
	P99         float64 `json:"p99Ms"`
	Max         float64 `json:"maxMs"`
	InFlight    int     `json:"inFlight"`
	Connections int     `json:"connections"`
}

// LoadProbe is one load of a search.
type LoadProbe struct {
	Rate  float64 `json:"ratePerSecond"`
	Held  bool    `json:"held"`
	Why   string  `json:"why,omitempty"`
	Again bool    `json:"again,omitempty"` // the probe before was of the same rate, and not held
	P99   float64 `json:"p99Ms"`
	Late  int     `json:"late"`
}
