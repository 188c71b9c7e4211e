package webhook

import (
	"errors"
	"io"
	"net"
	"time"
)

var errHeaderTooLarge = errors.New("head is too large")

// recorder reads from a connection, keeps what it reads and bounds the head of an answer.
type recorder struct {
	src   net.Conn
	kept  []byte
	total int64     // bytes read in this exchange
	first time.Time // when the first of them came
	limit int64     // no more than this many may be read; negative: any
	keep  int64     // no more than this many are kept
	later error     // came together with bytes, to be returned by the next Read
	err   error     // last error returned
}

func (r *recorder) reset(limit, keep int64) {
	*r = recorder{src: r.src, limit: limit, keep: keep}
}

// unbound lifts the bound once the head is read; time and the size of the body bound the rest.
func (r *recorder) unbound() { r.limit = -1 }

// Read implements io.Reader.
func (r *recorder) Read(p []byte) (int, error) {
	if r.later != nil {
		r.err = r.later
		return 0, r.err
	}
	if r.limit >= 0 {
		if r.total >= r.limit {
			r.err = errHeaderTooLarge
			return 0, r.err
		}
		p = p[:min(int64(len(p)), r.limit-r.total)]
	}
	n, err := r.src.Read(p)
	if n > 0 {
		r.record(p[:n])
		// A TLS connection reports the end together with the last bytes. The bytes come first, so that an error always
		// means that bytes were lacking.
		r.later, err = err, nil
	}
	r.err = err
	return n, err
}

func (r *recorder) record(b []byte) {
	if r.total == 0 {
		r.first = time.Now()
	}
	r.total += int64(len(b))
	if room := r.keep - int64(len(r.kept)); room > 0 {
		r.kept = append(r.kept, b[:min(int64(len(b)), room)]...)
	}
}

var _ io.Reader = (*recorder)(nil)
