package compare

// Exchanges lists the differences between two exchanges: of the answers, of the failures, and with [Options.Requests] of
// the requests.
func (o Options) Exchanges(old, new *Exchange) []Difference {
	found := o.Answers(old.answer, new.answer)
	found = append(found, failures(old.fate, new.fate)...)
	if old.request != nil && new.request != nil {
		found = append(found, o.Packets(old.request, new.request)...)
	}
	return found
}

// failures compares the kinds of failure where they are known, since the texts hold addresses and times.
func failures(old, new *fate) []Difference {
	if old == nil {
		old = &fate{}
	}
	if new == nil {
		new = &fate{}
	}
	if old.class != "" && old.class == new.class {
		return nil
	}
	return text(Failure, "", old.failure, new.failure)
}
