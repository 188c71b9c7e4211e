// The benchmark of `timhook load` against other load generators. A module of its own, so that its peers are no
// dependencies of timhook.
module github.com/timhook/timhook/bench

go 1.26

tool github.com/rakyll/hey

require (
	github.com/rakyll/hey v0.1.5 // indirect
	golang.org/x/net v0.48.0 // indirect
	golang.org/x/text v0.33.0 // indirect
)
