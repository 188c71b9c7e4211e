package capture_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// ordinary are lines as Chat's callbacks give them: a packet of 800 bytes, seven parameters, an answer.
func ordinary(tb testing.TB, n int) []byte {
	tb.Helper()
	var lines []byte
	for i := range n {
		r := capture.Record{
			Start: time.Date(2026, 11, 22, 13, 14, 15, 123456789+i, time.FixedZone("", 8*3600)),
			Request: capture.Request{
				Method: "POST", URL: "http://127.0.0.1:9000/im",
				Query: "SdkAppid=1400000001&CallbackCommand=Group.CallbackAfterSendMsg&contenttype=json" +
					"&ClientIP=203.0.113.24&OptPlatform=Android&Sign=masked&RequestTime=1795324455",
				Header: []webhook.HeaderField{
					{Name: "Host", Value: "127.0.0.1:9000"},
					{Name: "User-Agent", Value: "Chat"},
					{Name: "Content-Type", Value: "application/json"},
					{Name: "Content-Length", Value: "802"},
				},
				Body: ordinaryPacket(i),
			},
			Answer: &capture.Answer{
				Proto: "HTTP/1.1", Status: 200, Reason: "OK",
				Header: []webhook.HeaderField{
					{Name: "Content-Type", Value: "application/json"},
					{Name: "Date", Value: "Sun, 22 Nov 2026 05:14:15 GMT"},
					{Name: "Content-Length", Value: "52"},
				},
				Body: []byte(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`),
			},
			Timing:   capture.Timing{FirstByte: 2 * time.Millisecond, Total: 3 * time.Millisecond},
			Redacted: []string{"Sign"},
		}
		var err error
		if lines, err = r.AppendLine(lines); err != nil {
			tb.Fatal(err)
		}
	}
	return lines
}

func ordinaryPacket(i int) []byte {
	const format = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
		`"From_Account":"jared%d","Operator_Account":"admin","Random":%d,"MsgSeq":%d,"MsgTime":1795324455,` +
		`"OnlineOnlyFlag":0,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"The quick brown fox jumps over ` +
		`the lazy dog; 敏捷的棕色狐狸跳过了懒狗 🦊, and then some more of it, so that it is as long as people write."}},` +
		`{"MsgType":"TIMCustomElem","MsgContent":{"Data":"{\"order\":\"A-%d\",\"state\":\"paid\",\"lines\":[1,2,3]}",` +
		`"Desc":"notification","Ext":"url","Sound":"dingdong.aiff"}}],"CloudCustomData":"{\"messageReply\":` +
		`{\"version\":1,\"messageID\":\"144115233554-1795324455-%d\",\"messageAbstract\":\"see you at eight\"}}",` +
		`"EventTime":1795324455123}`
	return fmt.Appendf(nil, format, i, 2147483647-i, i+1, i, i)
}

// BenchmarkParseLine shows how fast a capture is read, beside encoding/json in the same run.
func BenchmarkParseLine(b *testing.B) {
	data := ordinary(b, 200)
	lines := bytes.SplitAfter(data[:len(data)-1], []byte("\n"))
	b.Run("capture", func(b *testing.B) {
		each(b, data, lines, func(line []byte) error {
			_, err := capture.ParseLine(line)
			return err
		})
	})
	b.Run("encoding-json", func(b *testing.B) {
		each(b, data, lines, func(line []byte) error { return json.Unmarshal(line, new(plainRecord)) })
	})
	b.Run("ratio", func(b *testing.B) {
		var ours, theirs time.Duration
		for b.Loop() {
			begin := time.Now()
			for _, line := range lines {
				if _, err := capture.ParseLine(line); err != nil {
					b.Fatal(err)
				}
			}
			middle := time.Now()
			for _, line := range lines {
				if err := json.Unmarshal(line, new(plainRecord)); err != nil {
					b.Fatal(err)
				}
			}
			ours, theirs = ours+middle.Sub(begin), theirs+time.Since(middle)
		}
		b.ReportMetric(float64(theirs)/float64(ours), "x-encoding/json")
	})
}

func each(b *testing.B, data []byte, lines [][]byte, read func([]byte) error) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for _, line := range lines {
			if err := read(line); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(lines)), "ns/line")
}

// plainRecord is a record as encoding/json reads it.
type plainRecord struct {
	Start   time.Time
	Request struct {
		Method, URL, Query, Body string
		Header                   [][2]string
	}
	Answer struct {
		Proto, Reason, Body string
		Status              int
		Header              [][2]string
	}
	Timing   struct{ ConnectUs, FirstByteUs, WholeUs int64 }
	Redacted []string
}

func BenchmarkAppendLine(b *testing.B) {
	line := ordinary(b, 1)
	r, err := capture.ParseLine(line)
	if err != nil {
		b.Fatal(err)
	}
	var buf []byte
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		if buf, err = r.AppendLine(buf[:0]); err != nil {
			b.Fatal(err)
		}
	}
}
