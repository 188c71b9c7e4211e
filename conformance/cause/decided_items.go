package cause

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	resultCode = "ResultCode"
	resultInfo = "ResultInfo"
)

// items are one for each entry of the request. A refusal by ErrorCode goes into each of them; one that is missing
// allows, which is a guess.
func (d *decided) items(f *payloads.AnswerField, v jsontree.Value) jsontree.Value {
	refused, why := d.code, d.info
	if refused != 0 {
		d.code, d.info = 0, ""
	}
	given := asKind(jsontree.KindArray, v)
	asked := namesOf(f, d.request.Get(f.List))
	if len(asked) == 0 {
		d.Sure, asked = false, namesOf(f, given)
	}
	var items []jsontree.Value
	for _, name := range asked {
		code, text := refused, why
		if refused == 0 {
			code, text = d.itemOf(f, given, name)
		}
		if _, known := f.Of(code); !known && len(f.Codes) > 0 {
			code = f.Codes[0].From
		}
		items = append(items, jsontree.Object(jsontree.M(f.Member, jsontree.String(name)),
			jsontree.M(resultCode, jsontree.Int(code)), jsontree.M(resultInfo, jsontree.String(text))))
	}
	return jsontree.Array(items...)
}

// itemOf is what the answer says of a name.
func (d *decided) itemOf(f *payloads.AnswerField, items jsontree.Value, name string) (code int64, text string) {
	for _, m := range items.Members() {
		if m.Value.Get(f.Member).Text() != name {
			continue
		}
		code, err := strconv.ParseInt(strings.TrimSpace(m.Value.Get(resultCode).Text()), 10, 64)
		d.Sure = d.Sure && err == nil
		return code, m.Value.Get(resultInfo).Text()
	}
	d.Sure = false
	return 0, ""
}
