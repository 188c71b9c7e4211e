package backend

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// storeFaults answer as documented and store something else. They show where one looks at what is stored.
func storeFaults() []Fault {
	return []Fault{
		storing("stores-twice", "stores an event each time it comes", "effect-once", "delivery-duplicate-now",
			func(s *Store) { s.again = true }),
		storing("stores-numbers-only", "stores 0 where a number comes as a string", "effect-same-as-ordinary",
			"eventtime-string", func(s *Store) { s.read = numbersOnly }),
		storing("stores-int32", "stores numbers in columns of 32 bits, and the largest of them for larger ones",
			"effect-value", "random-uint32-max", func(s *Store) { s.read = in32Bits }),
	}
}

func storing(name, doc, trips, at string, spoil func(*Store)) Fault {
	return Fault{
		Name: name, Doc: doc, Trips: []string{trips}, Case: at, Store: spoil,
		Break: func(right http.Handler) http.Handler { return right },
	}
}

func numbersOnly(f *payloads.Field, v jsontree.Value) any {
	if f.Type.Kind == jsontree.KindNumber && v.Kind() != jsontree.KindNumber {
		return 0
	}
	return typed(f, v)
}

func in32Bits(f *payloads.Field, v jsontree.Value) any {
	n, err := strconv.ParseInt(v.Text(), 10, 64)
	isTime := strings.HasSuffix(f.Name, "Time")
	if f.Type.Kind != jsontree.KindNumber || err != nil || isTime {
		return typed(f, v)
	}
	return json.Number(strconv.FormatInt(min(n, math.MaxInt32), 10))
}
