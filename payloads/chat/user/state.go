package user

import "github.com/timhook/timhook/payloads"

// stateChange is sent when a user's client logs in, logs out or loses its connection (1047/34357).
func stateChange() *payloads.Command {
	const name = "State.StateChange"
	return &payloads.Command{
		Name: name, Short: "state",
		Title: "a user has gone online or offline",
		URL:   "https://www.tencentcloud.com/document/product/1047/34357",
		Page:  "State Change Callbacks (1047/34357), updated 2025-10-30",
		Sample: `{"CallbackCommand":"State.StateChange","EventTime":1629883332497,"Info":{"Action":"Login",` +
			`"To_Account":"testuser316","Reason":"Register"},"KickedDevice":[{"Platform":"Windows"},` +
			`{"Platform":"Android"}]}`,
		OptPlatforms: []string{"IOS"},
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.IntegerEventTimeField(),
			state(), topStatus(), kicked(),
		},
		Rules:  payloads.AccountRules("Info.To_Account"),
		Own:    stateCases(),
		Answer: payloads.Notified(),
	}
}
