// Package charset takes texts as editors and shells save them: UTF-8 with or without a byte order mark, and UTF-16,
// which Windows PowerShell writes with ">". Other encodings are refused by their names, where they show.
package charset

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"
)

const mark = "\xef\xbb\xbf" // of UTF-8

// Reader gives a text as UTF-8 without its byte order mark. The name is that of the encoding, such as "UTF-16", or
// empty where the bytes are given as they are.
func Reader(text io.Reader) (utf8 io.Reader, name string, err error) {
	in := bufio.NewReaderSize(text, 64<<10)
	head, err := in.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, "", err
	}
	switch {
	case bytes.HasPrefix(head, []byte(mark)):
		_, err = in.Discard(len(mark))
		return in, "", err
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return nil, "", &Error{"UTF-32"}
	case bytes.HasPrefix(head, []byte("\xff\xfe")), isWide(head, 0):
		return &wide{in: in, order: binary.LittleEndian}, "UTF-16", nil
	case bytes.HasPrefix(head, []byte("\xfe\xff")), isWide(head, 1):
		return &wide{in: in, order: binary.BigEndian}, "UTF-16", nil
	}
	return in, "", nil
}

// isWide knows UTF-16 without a byte order mark: what begins with two characters of ASCII, the first at the offset 0 of
// its pair of bytes or at 1.
func isWide(head []byte, at int) bool {
	isText := func(c byte) bool { return c == '\t' || c == '\r' || c == '\n' || c >= ' ' && c < 0x7f }
	return len(head) == 4 && isText(head[at]) && isText(head[at+2]) && head[1-at] == 0 && head[3-at] == 0
}

// Text is a short text as UTF-8, without a byte order mark. An error is an [*Error], or about broken UTF-16.
func Text(text []byte) ([]byte, error) {
	in, _, err := Reader(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	if text, err = io.ReadAll(in); err != nil {
		return nil, err
	}
	return text, Check(text)
}

// Check refuses a text that is of another encoding than UTF-8 and shows which one. Bytes that are of none are let
// through: a hostile packet may hold them.
func Check(text []byte) error {
	if utf8.Valid(text) || !isGB18030(text) {
		return nil
	}
	return &Error{"GB18030"}
}

// Error is about a text in another encoding than is read.
type Error struct{ Name string }

func (e *Error) Error() string {
	if e.Name == "GB18030" {
		return "the text is GB18030 (GBK) and not UTF-8; save it as UTF-8, for instance with iconv -f GB18030 -t UTF-8"
	}
	return "the text is " + e.Name + "; save it as UTF-8"
}
