package webhook

import (
	"context"
	"net"
	"syscall"
	"time"
)

// Conn is a connection of one caller's own, for exchanges that have to cost as little as possible, as under load. The
// caller writes requests and reads ordinary answers itself. An answer that it does not recognise it leaves to
// [Conn.Finish], which reads it as [Client.Send] does.
type Conn struct {
	net.Conn
	k       *conn
	sending sending // what all exchanges on it have in common
}

// Direct reports whether the way to e leads through no proxy that needs requests in another form than
// [Request.AppendWire] gives them.
func (c *Client) Direct(e *Endpoint) bool {
	r, failure := c.findRoute(e)
	return failure == nil && r.origin == "" && len(r.header) == 0
}

// Connect makes a connection to e as [Client.Send] does. until is the end of the exchange. The caller closes the
// connection.
func (c *Client) Connect(ctx context.Context, e *Endpoint, until time.Time) (*Conn, *Failure) {
	s := sending{Client: c, deadline: until}
	var failure *Failure
	if s.route, failure = c.findRoute(e); failure != nil {
		return nil, failure
	}
	k, failure := s.connect(ctx)
	if failure != nil {
		return nil, failure
	}
	return &Conn{k.Conn, k, s}, nil
}

// Socket is the socket below the connection, nil when there is none or TLS lies between.
func (c *Conn) Socket() syscall.RawConn {
	if !c.k.plain {
		return nil
	}
	return c.k.socket
}

// Quiet reports whether the connection can carry another request: it is open, and nothing has come since the last
// answer. It leaves setting deadlines to the caller. Otherwise [Conn.Unasked] tells what came.
func (c *Conn) Quiet() bool { return c.k.quiet() }

// Unasked is what came on a connection that is not quiet; read holds what the caller has taken of it.
func (c *Conn) Unasked(read []byte) []byte {
	c.k.late = append(c.k.late, read...)
	return c.k.unasked()
}

// Partial is an exchange that the caller of [Conn.Finish] has begun.
type Partial struct {
	Start     time.Time
	Connect   time.Duration // until the connection was ready; 0: it was reused
	Reused    bool
	Redialed  bool
	Unasked   []byte    // on connections before this one; see [Exchange]
	Sent      []byte    // what was written; it is kept
	WriteErr  error     // why it was not written to its end
	Read      []byte    // what was read of the answer; it is not kept
	FirstByte time.Time // when it began to come
	ReadErr   error     // why no more could be read
}

// Finish reads what is left of an answer to r, within the client's limits, and returns the exchange as [Client.Send]
// would have, and whether the connection may carry another request. It does not close the connection.
func (c *Conn) Finish(ctx context.Context, r *Request, b Partial) (x *Exchange, sound bool) {
	x = &Exchange{
		Request: r, Sent: b.Sent, Start: b.Start, Unasked: b.Unasked, Reused: b.Reused, Redialed: b.Redialed,
		RemoteAddr: c.k.remote,
	}
	s := c.sending
	s.x, s.deadline = x, b.Start.Add(c.sending.Limit())
	x.Timing.Connect = b.Connect
	begun := c.k.in.src
	c.k.in.src = &resumed{Conn: begun, read: b.Read, err: b.ReadErr}
	defer func() { c.k.in.src = begun }()
	c.k.begin(&s)
	stop := context.AfterFunc(ctx, c.k.cut)
	sound, err := c.k.readAnswer(x)
	if !stop() {
		sound = false
	}
	x.Raw = c.k.in.kept
	switch {
	case len(b.Read) > 0:
		x.Timing.FirstByte = b.FirstByte.Sub(x.Start)
	case c.k.in.total > 0:
		x.Timing.FirstByte = c.k.in.first.Sub(x.Start)
	}
	switch x.Failure = s.toldInAnswer(x); {
	case x.Failure != nil:
	case err != nil:
		x.Failure = s.explain(ctx, c.k, err, b.WriteErr)
	}
	x.Timing.Total = time.Since(x.Start)
	return x, sound && err == nil && b.WriteErr == nil && r.keepable() && !s.NoKeepAlive
}

// resumed reads what the caller has read already, and then the connection.
type resumed struct {
	net.Conn
	read []byte
	err  error
}

// Read implements [net.Conn].
func (r *resumed) Read(p []byte) (int, error) {
	if len(r.read) > 0 {
		n := copy(p, r.read)
		r.read = r.read[n:]
		return n, nil
	}
	if r.err != nil {
		return 0, r.err
	}
	return r.Conn.Read(p)
}

// Keepable reports whether the client would keep the connection after an ordinary answer to r.
func (c *Client) Keepable(r *Request) bool { return r.keepable() && !c.NoKeepAlive }
