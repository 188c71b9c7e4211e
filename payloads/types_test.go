package payloads_test

import (
	"strconv"
	"testing"

	"github.com/timhook/timhook/payloads"
)

// A value of either type is judged by the bounds of the one that it is of.
func TestAValueMayBeOfEitherType(t *testing.T) {
	c := payloads.Command{Name: "A.B", Request: []payloads.Field{
		payloads.Part("Value", payloads.Either(payloads.Text(3), payloads.Integer(0, 9)), "a text or a number"),
	}}
	for packet, want := range map[string]string{
		`{"Value":"abc"}`:  "",
		`{"Value":9}`:      "",
		`{"Value":"abcd"}`: "is 4 bytes long, want at most 3",
		`{"Value":10}`:     "got the number 10, want Integer, 0..9",
		`{"Value":true}`:   "got the boolean true, want String, at most 3 bytes, or Integer, 0..9",
		`{}`:               "is missing; want String, at most 3 bytes, or Integer, 0..9",
	} {
		t.Run(packet, func(t *testing.T) {
			got := ""
			for _, p := range c.Validate([]byte(packet)) {
				got += p.Message
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestAPacketMayHaveManyFields(t *testing.T) {
	var c payloads.Command
	for i := range 40 {
		c.Request = append(c.Request, payloads.Part("F"+strconv.Itoa(i), payloads.Text(0), "a text"))
	}
	if got := c.Validate([]byte(`{"F0":"","F39":1}`)); len(got) != 39 { // 38 are missing and one is of another type
		t.Errorf("got %d problems: %v", len(got), got)
	}
}
