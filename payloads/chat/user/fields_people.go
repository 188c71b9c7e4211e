package user

import (
	"strconv"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const maxAccount = 32 // bytes of a UserID (Use Limits, 1047/34381)

// whose is From_Account, the user whom the callback is about.
func whose(doc string) payloads.Field {
	f := payloads.SenderField()
	f.Doc = doc
	return f
}

// account is a UserID in an entry of a list.
func account(name, doc string) payloads.Field {
	return payloads.Part(name, payloads.Text(maxAccount), doc)
}

// friend is another person of the event. None of them is the user, or one of the others, by another number.
func friend(g *payloads.Gen, i int) string {
	number := strconv.Itoa(i)
	return g.Account("friend "+number) + number
}

// friends makes a list with an entry for each of some people, mostly of one.
func friends(g *payloads.Gen, d *payloads.Draw, entry func(account string) payloads.Value) payloads.Value {
	list := make([]payloads.Value, g.HowMany(d, 20, 40, 5))
	for i := range list {
		list[i] = entry(friend(g, i))
	}
	return jsontree.Array(list...)
}
