package backend

import (
	"crypto/sha256"
	"strings"
	"sync"

	"github.com/timhook/timhook/payloads/jsontree"
)

// key identifies one event, or one message of a recall.
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

const mostRecalls = 1000 // a hundred times the documented number

// keys are the same for two deliveries of one event. A message has its sequence number; if it is online-only, its
// number may repeat, so sender, time and random are added. A change of attributes has its time and the attributes. A
// packet without these fields has its bytes.
func keys(app, command string, packet jsontree.Value, body []byte) []key {
	group, topic := packet.Get("GroupId").Text(), packet.Get("TopicId").Text()
	event := func(parts ...string) key { return hash(append([]string{app, command, group, topic}, parts...)) }
	field := func(name string) string { return packet.Get(name).Text() }
	seqs := packet.Get("MsgSeqList").Members()
	switch {
	case group == "":
	case (command == botMessage || command == sendMessage) && field("MsgSeq") != "":
		if field("OnlineOnlyFlag") == "1" {
			return []key{event(field("MsgSeq"), field("From_Account"), field("Random"), field("MsgTime"))}
		}
		return []key{event(field("MsgSeq"))}
	case command == recall && len(seqs) > 0 && len(seqs) <= mostRecalls:
		var all []key
		for _, entry := range seqs {
			all = append(all, event(entry.Value.Get("MsgSeq").Text(), entry.Value.Text()))
		}
		return all
	case command == attributes && field("EventTime") != "":
		return []key{event(field("OptionType"), field("EventTime"), packet.Get("GroupAttr").JSON())}
	}
	return []key{event(string(body))}
}

// hash keeps parts apart by a byte that no JSON text can hold unescaped and no query can hold at all.
func hash(parts []string) key {
	return sha256.Sum256([]byte(strings.Join(parts, "\xff")))
}
