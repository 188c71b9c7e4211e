package flags

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// Size declares a number of bytes up to a bound; a bound of 0 is none.
func (g *Group) Size(p *ByteSize, name string, preset, most ByteSize, doc string, traits ...Trait) *pflag.Flag {
	*p = preset
	return g.Add(&boundedSize{p, most}, name, doc, traits...)
}

type boundedSize struct {
	*ByteSize
	most ByteSize
}

func (b *boundedSize) Set(s string) error {
	if err := b.ByteSize.Set(s); err != nil || b.most == 0 || *b.ByteSize <= b.most {
		return err
	}
	return fmt.Errorf("got %d, want %s at most", *b.ByteSize, &b.most)
}

// ByteSize reads 1048576, 64KiB, 1MiB or 1MB.
type ByteSize int64

func (b *ByteSize) String() string {
	if n := int64(*b); n > 0 && n%(1<<20) == 0 {
		return fmt.Sprintf("%dMiB", n>>20)
	}
	return strconv.FormatInt(int64(*b), 10)
}

func (b *ByteSize) Type() string { return "" }

func (b *ByteSize) Set(s string) error {
	units := []struct {
		suffix string
		factor int64
	}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"KB", 1e3}, {"B", 1}, {"", 1}}
	for _, u := range units {
		digits, found := strings.CutSuffix(s, u.suffix)
		if !found {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || n <= 0 || n > (1<<40)/u.factor {
			break
		}
		*b = ByteSize(n * u.factor)
		return nil
	}
	return fmt.Errorf("got %q, want a size above 0 such as 1MiB or 65536", s)
}
