package backend

import (
	"crypto/sha256"
	"sync"
)

// key identifies one event, or one of several things that happened in it.
type key [sha256.Size]byte

// memory knows the last so many keys. With Chat's retry switch on a callback may come twice.
type memory struct {
	mu    sync.Mutex
	known map[key]struct{}
	size  int
	ring  []key // in the order of learning; once it is full, the oldest, at next, is forgotten first
	next  int
}

func newMemory(size int) *memory {
	return &memory{known: make(map[key]struct{}), size: max(size, 1)}
}

// learn notes the keys and reports whether any of them is new.
func (m *memory) learn(keys []key) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	news := false
	for _, k := range keys {
		if _, known := m.known[k]; known {
			continue
		}
		news = true
		m.remember(k)
	}
	return news
}

func (m *memory) remember(k key) {
	m.known[k] = struct{}{}
	if len(m.ring) < m.size {
		m.ring = append(m.ring, k)
		return
	}
	delete(m.known, m.ring[m.next])
	m.ring[m.next] = k
	m.next = (m.next + 1) % m.size
}
