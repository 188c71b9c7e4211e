package replay

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Origin is the captured entry behind a record that was sent again, perhaps with other ids and times.
type Origin struct {
	Key  string `json:"key"`  // see [Key]
	From string `json:"from"` // see [Name]
}

// member is the name of an Origin in the line of a record.
const member = "replayOf"

// OriginOf is the origin written in the entry, or else the entry itself.
func OriginOf(e *read.Entry) Origin {
	if o, ok := written(e); ok {
		return o
	}
	return Origin{Key: key(e), From: place(e)}
}

// written is the origin that [Origin.Extra] has put into a record.
func written(e *read.Entry) (Origin, bool) {
	if !strings.Contains(e.Extra, `"`+member+`"`) {
		return Origin{}, false
	}
	var m map[string]json.RawMessage
	var o Origin
	if json.Unmarshal([]byte("{"+e.Extra+"}"), &m) != nil || json.Unmarshal(m[member], &o) != nil {
		return Origin{}, false
	}
	return o, o.Key != "" && o.From != ""
}

// place is as the command line takes it, where a hyphen is standard input.
func place(e *read.Entry) string {
	input := e.Input
	if input == "standard input" {
		input = "-"
	}
	return fmt.Sprintf("%s#%d", input, e.Number)
}

// Name is how an entry is called: FILE#N, of the capture that it was first read from.
func Name(e *read.Entry) string {
	if o, ok := written(e); ok {
		return o.From
	}
	return place(e)
}

// Extra is the origin as a further member of a record.
func (o Origin) Extra() string {
	text, err := json.Marshal(o)
	if err != nil {
		return "" // two strings are always marshalled
	}
	return `"` + member + `":` + string(text)
}

// key tells captured requests apart, without their signature: the same request has the same key in every file.
func key(e *read.Entry) string {
	hash := sha256.New()
	for _, q := range webhook.ParseQuery(e.Request.Query) {
		if q.Name != "Sign" && q.Name != "RequestTime" {
			fmt.Fprintf(hash, "%s&", q.Raw)
		}
	}
	hash.Write([]byte{0})
	hash.Write(e.Request.Body)
	return hex.EncodeToString(hash.Sum(nil)[:16])
}
