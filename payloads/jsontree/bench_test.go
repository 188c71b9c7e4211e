package jsontree_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads/jsontree"
)

func BenchmarkParse(b *testing.B) {
	element := `{"MsgType":"TIMTextElem","MsgContent":{"Text":"good morning"}},`
	for name, text := range map[string]string{
		"packet": `{"CallbackCommand":"Group.CallbackAfterSendMsg","MsgSeq":42,"MsgBody":[` +
			element[:len(element)-1] + `]}`,
		"1MiB": "[" + strings.Repeat(element, 1<<20/len(element)) + "0]",
		"deep": strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000),
	} {
		b.Run(name, func(b *testing.B) {
			data := []byte(text)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := jsontree.Parse(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	v := mustParse(b, sample)
	for _, layout := range jsontree.Layouts() {
		b.Run(string(layout), func(b *testing.B) {
			dst := make([]byte, 0, 1024)
			b.ReportAllocs()
			for b.Loop() {
				dst = v.Append(dst[:0], layout)
			}
		})
	}
}
