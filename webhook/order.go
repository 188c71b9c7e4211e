package webhook

import (
	"cmp"
	"fmt"
	"slices"
)

// QueryOrder is the order of the query parameters. No source promises one, so a backend must take
// them in any order.
type QueryOrder uint8

const (
	// OrderDocumented keeps the parameters of the configured URL in front, followed by Chat's in
	// the order of its pages (Webhook Overview, 1047/34354), then Extra, then Sign and RequestTime.
	OrderDocumented QueryOrder = iota
	// OrderSorted merges all parameters and sorts them by the bytes of their names, which is how
	// captured requests look.
	OrderSorted
)

// QueryOrderInfo describes one order for help and completion.
type QueryOrderInfo struct {
	Order     QueryOrder
	Name, Doc string
}

// QueryOrders lists the orders; the first is the default.
func QueryOrders() []QueryOrderInfo {
	return []QueryOrderInfo{
		{OrderDocumented, "documented", "as on Tencent's pages, after the parameters of the URL"},
		{OrderSorted, "sorted", "all parameters sorted by name, as in captured requests"},
	}
}

// ParseQueryOrder returns the order of that name.
func ParseQueryOrder(name string) (QueryOrder, error) {
	for _, info := range QueryOrders() {
		if info.Name == name {
			return info.Order, nil
		}
	}
	return 0, fmt.Errorf("query order: got %q, want %s", name, oneOf(QueryOrders(), QueryOrderInfo.name))
}

func (i QueryOrderInfo) name() string { return i.Name }

// String returns the name that ParseQueryOrder reads.
func (o QueryOrder) String() string {
	for _, info := range QueryOrders() {
		if info.Order == o {
			return info.Name
		}
	}
	return fmt.Sprintf("QueryOrder(%d)", uint8(o))
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
