package envelope

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// onlyOfQuery is how many of the query's names, from the first, no packet has: SdkAppid, contenttype, ClientIP and
// OptPlatform.
const onlyOfQuery = 4

func isParameter(name string) bool { return slices.Contains(payloads.QueryNames(), name) }

// Merged is the query that a framework has merged into a packet, as $request->all() of Laravel and $_REQUEST of PHP do:
// its parameters in the order of the packet, CallbackCommand among them, and the names of those that are no member of a
// packet. Both are empty where nothing was merged.
func Merged(packet []byte) (query string, names []string) {
	var list []string
	shows := false
	for name, value := range values(scan.Piece{Text: packet}) {
		switch k := kind(value); {
		case k == '{', k == '[', k == 'n':
			continue
		case isParameter(name):
			names = append(names, name)
			shows = shows || slices.Contains(payloads.QueryNames()[:onlyOfQuery], name)
		case name != command:
			continue
		}
		list = append(list, escaped(name, false)+"="+escaped(plainText(value), false))
	}
	if !shows {
		return "", nil
	}
	return strings.Join(list, "&"), names
}
