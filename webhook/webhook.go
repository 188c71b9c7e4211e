// Package webhook carries one callback to a backend and brings back everything that came.
//
// A [Target] says where callbacks go and how they are signed; [Target.Request] turns a [Callback]
// into a [Request], whose bytes are known before anything is sent; [Client.Send] writes exactly
// these bytes and returns an [Exchange] with exactly the bytes of the answer, or with the part of
// it that came and the reason why the rest did not.
//
// The client is its own HTTP/1.1 client: it changes no header, follows no redirect, asks for no
// compression and hides neither interim answers nor stray bytes, all of which a client made for
// comfort does and a tester must not.
package webhook
