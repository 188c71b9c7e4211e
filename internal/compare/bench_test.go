package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/webhook/capture/read"
)

// ordinary is a message of about 600 bytes with the canonical answer.
func ordinary(n int) *read.Entry {
	const packet = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Public","From_Account":"jared","Operator_Account":"admin","Random":123456,` +
		`"MsgId":"144115233406643804-1727580296-123456","MsgSeq":%d,"MsgTime":1490686222,"OnlineOnlyFlag":0,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"%s"}}],` +
		`"CloudCustomData":"your cloud custom data","EventTime":1670574414123}`
	return entry(n+1, "Group.CallbackAfterSendMsg", fmt.Sprintf(packet, n, strings.Repeat("red packet ", 20)), "0")
}

// BenchmarkMatch is what an exchange of each side costs: a line kept, one of the other side found and compared.
func BenchmarkMatch(b *testing.B) {
	x := compare.NewIndex(compare.Options{}, false)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		e := ordinary(n)
		if err := x.Add(e); err != nil {
			x = compare.NewIndex(compare.Options{}, false)
			continue
		}
		old, new := x.Take(e)
		if len((compare.Options{}).Exchanges(old, &new)) != 0 {
			b.Fatal("an exchange differs from itself")
		}
	}
}
