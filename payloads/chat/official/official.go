// Package official holds the callbacks of official accounts (OfficialAccount.*), a literal each.
package official

import "github.com/timhook/timhook/payloads"

// Callbacks lists them in the order in which they are shown and fired.
func Callbacks() []*payloads.Command {
	return []*payloads.Command{
		beforeCreate(), afterCreate(), afterInfoChanged(), afterDestroyed(), beforeSubscribe(), afterSubscribe(),
		afterFull(), afterUnsubscribe(), beforeSend(), afterSend(), afterRecall(),
	}
}
