// Package webhook sends one callback to a backend and returns everything that came back.
//
// A [Target] is a backend's address and how its callbacks are signed. [Target.Request] makes a [Request] of a
// [Callback], and its bytes are known before anything is sent. [Client.Send] writes exactly these bytes. It returns
// an [Exchange] with exactly the bytes of the answer, or with the part that came and the reason why the rest did not.
//
//	endpoint, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im")
//	target := webhook.Target{URL: endpoint, SDKAppID: 1400187352, Token: "k7Qd2mXz9TnB4vRw"}
//	x := new(webhook.Client).Send(ctx, target.Request(callback, time.Now()))
//
// The client speaks HTTP/1.1 on connections of its own. Clients that are made for comfort change headers, follow
// redirects, ask for compression, and hide interim answers and stray bytes. A tester must do none of this.
package webhook
