package webhook

import (
	"cmp"
	"slices"
)

// QueryOrder is the order of the query parameters. No source promises one, so a backend must take them in any order.
type QueryOrder uint8

const (
	// OrderDocumented keeps the parameters of the configured URL in front, followed by Chat's in the order of its pages
	// (Webhook Overview, 1047/34354), then Extra, then Sign and RequestTime.
	OrderDocumented QueryOrder = iota
	// OrderSorted merges all parameters and sorts them by the bytes of their names, as captured requests have them
	// (observed).
	OrderSorted
)

// QueryOrders lists the orders; the first is the default.
func QueryOrders() []QueryOrder { return []QueryOrder{OrderDocumented, OrderSorted} }

// ParseQueryOrder returns the order with that name. The error lists the names.
func ParseQueryOrder(name string) (QueryOrder, error) {
	return named("query order", name, QueryOrders())
}

// String returns the name that ParseQueryOrder reads.
func (o QueryOrder) String() string { return nameOf("QueryOrder", uint8(o), "documented", "sorted") }

// Doc describes the order for help.
func (o QueryOrder) Doc() string {
	return [...]string{
		"as on Tencent's pages, after the parameters of the URL",
		"all parameters sorted by name, as in captured requests",
	}[o]
}

// arrange brings params, given in the documented order, into the order o.
func (o QueryOrder) arrange(params []Param) []Param {
	if o != OrderSorted {
		return params
	}
	params = slices.DeleteFunc(params, func(p Param) bool { return p == Param{} })
	slices.SortStableFunc(params, func(a, b Param) int { return cmp.Compare(a.Name, b.Name) })
	return params
}
