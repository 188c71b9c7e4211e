// Package service holds the callbacks of Chat's other services: pushes, moderation and alarms (Push.*,
// ContentCallback.*, Alert.*), a literal each.
package service

import "github.com/timhook/timhook/payloads"

// Callbacks lists them in the order in which they are shown and fired.
func Callbacks() []*payloads.Command {
	return []*payloads.Command{offlinePush(), allPush(), moderation(), overLimit()}
}
