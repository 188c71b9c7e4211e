package cmd

import (
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/webhook"
)

// openJobs is enough callbacks under way that a schedule holds while the backend is slow.
const openJobs = 64

func (o *replayOptions) jobsOr() int {
	switch {
	case o.jobs > 0:
		return o.jobs
	case o.speed != "max" || o.rate.interval > 0:
		return openJobs
	}
	return 1
}

// check looks at the numbers and at what contradicts itself.
func (o *replayOptions) check() error {
	switch {
	case o.flags.Changed("count") && o.count < 1:
		return usage("", "--count: got %d, want 1 or more", o.count)
	case o.flags.Changed("jobs") && (o.jobs < 1 || o.jobs > mostJobs):
		return usage("", "--jobs: got %d, want 1 to %d", o.jobs, mostJobs)
	case o.loops < 1:
		return usage("", "--loop: got %d, want 1 or more", o.loops)
	case o.retries < 0 || o.retries > mostRetries:
		return usage("", "--retry: got %d, want 0 to %d", o.retries, mostRetries)
	case o.maxGap < 0:
		return usage("", "--max-gap: got %v, want a time such as 5s", o.maxGap)
	case o.maxGap > 0 && o.speed == "max":
		return usage("add --speed 1x", "--max-gap has no pauses to cut: --speed max, the default, has none")
	case o.rate.interval > 0 && o.speed != "max":
		return usage("", "--rate and --speed %s both say when a callback is due; want one", o.speed)
	case len(o.ignore) > 0 && !o.diff:
		return usage("add --diff", "--ignore is for answers that are compared")
	case o.resign && (o.target.token == "" || o.target.signing == "off"):
		return usage("", "--resign needs a token: --token env:NAME or file:PATH")
	}
	return o.checkAsCaptured()
}

// checkAsCaptured names the first flag that would change what must not change.
func (o *replayOptions) checkAsCaptured() error {
	if !o.asCaptured {
		return nil
	}
	for _, name := range []string{"resign", "map", "refresh-times", "header", "query", "query-order", "client-ip", "platform", "sdk-app-id", "sign", "request-time"} {
		if isGiven(o.flags, name) {
			return usage("", "--as-captured leaves every byte, and --%s changes some; want one of them", name)
		}
	}
	return nil
}

// plan reads what is changed and when it is sent.
func (o *replayOptions) plan(target webhook.Target) (*replay.Plan, error) {
	p := &replay.Plan{Target: target, AsCaptured: o.asCaptured, RefreshTimes: o.refresh, Loops: o.loops, Track: true, SDKAppID: isGiven(o.flags, "sdk-app-id")}
	if o.flags.Changed("client-ip") {
		p.ClientIP = &o.target.clientIP
	}
	if o.flags.Changed("platform") {
		p.Platform = &o.target.platform
	}
	if o.flags.Changed("reorder") {
		p.Reorder = &o.reorder
	}
	var err error
	if p.Pace.Speed, err = replay.ParseSpeed(o.speed); err != nil {
		return nil, usage("", "--speed: %w", err)
	}
	p.Pace.MaxGap = o.maxGap
	var list []replay.Mapping
	for _, text := range o.maps {
		one, err := replay.ParseMapping(text)
		if err != nil {
			return nil, usage("", "--map: %w", err)
		}
		list = append(list, one)
	}
	if len(list) > 0 {
		if p.Mapper, err = replay.NewMapper(list); err != nil {
			return nil, usage("", "--map: %w", err)
		}
	}
	return p, nil
}

// command is the command line again, but for what chose the callback, for what paced it and for what nobody may see.
func (o *replayOptions) command(target webhook.Target) string {
	own := []string{"filter", "failed", "strict", "speed", "max-gap", "loop", "reorder", "diff", "ignore"}
	return commandLine("replay", o.flags, target, append(perRun(), own...), nil)
}
