package webhook

import "context"

// Series is a row of requests over connections of a client that no other request uses before the series ends. What an
// odd request leaves in a connection, as a backend does that answers without reading the body, then meets the next
// request of its series, whatever else is under way. Its methods may be called concurrently.
type Series struct{ client *Client }

// Series begins a series. It takes connections that the client keeps, and makes others.
func (c *Client) Series() *Series { return &Series{c} }

// Send sends r as [Client.Send] does.
func (s *Series) Send(ctx context.Context, r *Request) *Exchange { return s.client.send(ctx, r, s) }

// End gives the connections back to the client if they are sound, and otherwise closes them. The series may go on
// afterwards, with other connections.
func (s *Series) End(sound bool) {
	for _, k := range s.client.idle.release(s, sound) {
		k.Close()
	}
}
