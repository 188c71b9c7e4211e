// Package chat holds the callbacks of Tencent Cloud Chat, one literal each: the fields of its packet, the rules between
// them, what may be answered, the page and its sample. A new callback is a file with its literal and a word in [All].
package chat

import (
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
)

// All lists the callbacks in the order in which they are shown and fired. It makes them anew, so the caller may change
// them; each call takes about 0.4 ms.
func All() []*payloads.Command {
	return payloads.Join(
		onGroupMessage(), afterSendMsg(), afterRecallMsg(), afterGroupAttrChanged(), beforeSendMsg(),
		beforeInviteJoinGroup(), prevFriendAdd(), stateChange(), c2cAfterSendMsg(),
	)
}

// Lookup finds a callback by its Name or its Short. The error for an unknown one is an [*UnknownError].
func Lookup(name string) (*payloads.Command, error) {
	var known []string
	for _, c := range All() {
		if c.Name == name || c.Short == name {
			return c, nil
		}
		known = append(known, c.Name, c.Short)
	}
	return nil, &payloads.UnknownError{What: "callback", Name: name, Near: nearest.Names(name, known)}
}
