package webhook

import (
	"slices"
	"sync"
)

// poolKey is the place to which a connection leads. Connections with equal keys are interchangeable.
type poolKey struct{ scheme, network, addr, proxy string }

// pool holds the connections that are not in use.
type pool struct {
	mu     sync.Mutex
	conns  map[poolKey][]*conn
	closed bool
}

// take returns the connection used last that is quiet and the series' own or nobody's, or nil. Others are closed: the
// backend has closed them, or has sent bytes without a request, behind which the next answer would have no clear
// beginning. These bytes are returned.
func (p *pool) take(key poolKey, series *Series) (k *conn, unasked []byte) {
	for {
		k := p.pop(key, series)
		if k == nil || k.quiet() {
			return k, unasked
		}
		unasked = append(unasked, k.unasked()...)
		k.Close()
	}
}

func (p *pool) pop(key poolKey, series *Series) *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	list, last := p.conns[key], -1
	for i, k := range slices.Backward(list) {
		if k.series == series && series != nil {
			last = i
			break
		}
		if k.series == nil && last < 0 {
			last = i
			if series == nil {
				break
			}
		}
	}
	if last < 0 {
		return nil
	}
	k := list[last]
	p.conns[key] = slices.Delete(list, last, last+1)
	return k
}

// put keeps k for later, for the series alone unless that is nil, and reports whether it did.
func (p *pool) put(k *conn, series *Series) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	if p.conns == nil {
		p.conns = make(map[poolKey][]*conn)
	}
	k.series = series
	p.conns[k.key] = append(p.conns[k.key], k)
	return true
}

// release gives the connections of a series to everybody if they are sound, and otherwise takes them out of the pool
// and returns them.
func (p *pool) release(series *Series, sound bool) (spoilt []*conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, list := range p.conns {
		p.conns[key] = slices.DeleteFunc(list, func(k *conn) bool {
			if k.series != series {
				return false
			}
			if k.series = nil; sound {
				return false
			}
			spoilt = append(spoilt, k)
			return true
		})
	}
	return spoilt
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
