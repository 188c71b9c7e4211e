package webhook

import "sync"

// poolKey is the place to which a connection leads. Connections with equal keys are interchangeable.
type poolKey struct{ scheme, network, addr, proxy string }

// pool holds the connections that are not in use.
type pool struct {
	mu     sync.Mutex
	conns  map[poolKey][]*conn
	closed bool
}

// take returns the connection used last that is quiet, or nil. Others are closed: the backend has closed them, or has
// sent bytes without a request, behind which the next answer would have no clear beginning. These bytes are returned.
func (p *pool) take(key poolKey) (k *conn, unasked []byte) {
	for {
		k := p.pop(key)
		if k == nil || k.quiet() {
			return k, unasked
		}
		unasked = append(unasked, k.unasked()...)
		k.Close()
	}
}

func (p *pool) pop(key poolKey) *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.conns[key]
	if len(list) == 0 {
		return nil
	}
	last := len(list) - 1
	k := list[last]
	list[last] = nil
	p.conns[key] = list[:last]
	return k
}

// put keeps k for later and reports whether it did.
func (p *pool) put(k *conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	if p.conns == nil {
		p.conns = make(map[poolKey][]*conn)
	}
	p.conns[k.key] = append(p.conns[k.key], k)
	return true
}

func (p *pool) close() {
	p.mu.Lock()
	conns := p.conns
	p.conns, p.closed = nil, true
	p.mu.Unlock()
	for _, list := range conns {
		for _, k := range list {
			k.Close()
		}
	}
}
