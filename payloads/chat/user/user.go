// Package user holds the callbacks about users: their state, profile, friends and followers (State.*, Profile.*, Sns.*,
// Follow.*), a literal each.
package user

import "github.com/timhook/timhook/payloads"

// Callbacks lists them in the order in which they are shown and fired.
func Callbacks() []*payloads.Command {
	return []*payloads.Command{
		prevFriendAdd(), prevFriendResponse(), friendAdd(), friendDelete(), blackListAdd(), blackListDelete(),
		afterFollowAdd(), afterFollowDelete(), portraitSet(), stateChange(),
	}
}
