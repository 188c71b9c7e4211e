package load

import (
	"sync"
	"time"

	"github.com/timhook/timhook/webhook"
)

// connections are the open ones. They are cut when the run is interrupted.
type connections struct {
	mu   sync.Mutex
	open map[*webhook.Conn]struct{}
}

func (c *connections) add(k *webhook.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == nil {
		c.open = map[*webhook.Conn]struct{}{}
	}
	c.open[k] = struct{}{}
}

func (c *connections) remove(k *webhook.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.open, k)
}

func (c *connections) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.open)
}

// cut makes all reading and writing fail at once.
func (c *connections) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k := range c.open {
		_ = k.SetDeadline(time.Unix(1, 0))
	}
}
