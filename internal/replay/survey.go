package replay

import (
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Survey is a forecast of a run, made by reading everything once.
type Survey struct {
	Total      int           // callbacks of one round
	Skipped    int           // of them, those that cannot be sent
	Commands   []Count       // by callback command, the most frequent first
	Duration   time.Duration // of all rounds at the asked pace, without the time for answers; 0 without pauses
	Undated    int           // callbacks without the time at which they were sent
	Unanswered int           // callbacks without an answer or a failure
	Signed     int           // captured with a Sign
	Dropped    []Count       // header fields and masked parameters that are left out, by name
	Masked     []Count       // fields and parameters that were masked at capture
	Mapped     []Count       // callbacks in which each mapping has a place, in the order in which they were given
	Dated      int           // callbacks whose times are refreshed
	Oldest     time.Time     // time of the first of them
}

// Count is how often something was met.
type Count struct {
	Name  string
	Count int
}

// mostNames bounds the memory that hostile input can take.
const mostNames = 100

// counts keeps names in the order in which they were met.
type counts []Count

func (c *counts) add(name string) {
	for i := range *c {
		if (*c)[i].Name == name {
			(*c)[i].Count++
			return
		}
	}
	if len(*c) == mostNames {
		name = "others"
		c.last(name)
		return
	}
	*c = append(*c, Count{name, 1})
}

// last counts the names that have no room.
func (c *counts) last(name string) {
	end := &(*c)[len(*c)-1]
	if end.Name != name {
		*end = Count{name, end.Count}
	}
	end.Count++
}

func (c counts) sorted() []Count {
	slices.SortStableFunc(c, func(a, b Count) int { return b.Count - a.Count })
	return c
}

// Survey reads everything once. It is an error if an input cannot be read.
func (o *Options) Survey(s Source) (*Survey, error) {
	out := &Survey{}
	var commands, left, masked counts
	mapped := map[Mapping]int{}
	clock, times := o.Pace.clock(), newTimes(chat.All())
	for e, err := range s.entries() {
		if err != nil {
			return out, err
		}
		out.Total++
		commands.add(commandName(e))
		out.Duration = clock.due(e)
		out.look(e)
		for _, name := range e.Redacted {
			masked.add(name)
		}
		if o.AsCaptured {
			continue
		}
		for _, f := range e.Request.Header {
			if dropped(e, f) != "" {
				name, _, _ := strings.Cut(f.Name, " ") // a line without a colon may hold a secret behind it
				left.add(name)
			}
		}
		for _, q := range webhook.ParseQuery(e.Request.Query) {
			if q.Name != "Sign" && wasMasked(e, q.Name, q.Value) {
				left.add(q.Name)
			}
		}
		o.Mapper.count(e, mapped)
		if o.RefreshTimes {
			out.date(times.event(e.Request.Body))
		}
	}
	if o.Loops > 1 {
		clock.again()
		out.Duration += time.Duration(o.Loops-1) * clock.begin
	}
	out.Commands, out.Dropped, out.Masked = commands.sorted(), left.sorted(), masked.sorted()
	if o.Mapper != nil {
		for _, one := range o.Mapper.given {
			out.Mapped = append(out.Mapped, Count{one.Old + "=" + one.New, mapped[one]})
		}
	}
	return out, nil
}

func (s *Survey) look(e *read.Entry) {
	if unsendable(e) != "" {
		s.Skipped++
	}
	if !e.Dated {
		s.Undated++
	}
	if e.Answer == nil && e.Failure == "" {
		s.Unanswered++
	}
	isSign := func(q webhook.Param) bool { return q.Name == "Sign" }
	if slices.ContainsFunc(webhook.ParseQuery(e.Request.Query), isSign) {
		s.Signed++
	}
}

func (s *Survey) date(at time.Time, ok bool) {
	if !ok {
		return
	}
	if s.Dated++; s.Oldest.IsZero() {
		s.Oldest = at
	}
}

// count adds the mappings that have a place in an entry, each once.
func (m *Mapper) count(e *read.Entry, into map[Mapping]int) {
	if m == nil {
		return
	}
	_, used := m.Query(webhook.ParseQuery(e.Request.Query))
	for _, edit := range m.bodyEdits(e.Request.Body) {
		used = append(used, edit.of)
	}
	for i, one := range used {
		if !slices.Contains(used[:i], one) {
			into[one]++
		}
	}
}
