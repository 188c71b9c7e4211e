// Package bot holds the callbacks of bots (Bot.* and Chatbot.*), a literal each.
package bot

import "github.com/timhook/timhook/payloads"

// Callbacks lists them in the order in which they are shown and fired.
func Callbacks() []*payloads.Command {
	return []*payloads.Command{
		onGroupMessage(), onC2CMessage(), onC2CSignalMessage(),
	}
}
