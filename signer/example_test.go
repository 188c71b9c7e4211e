package signer_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/signer"
)

// The example of the documentation (1047/34354).
func ExampleSign() {
	fmt.Println(signer.Sign("xxxxyyyy", 1669872112))
	// Output: 17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061
}

// A backend gets both texts from the query of the request, and the time from its clock.
func ExampleVerify() {
	const token, sign = "xxxxyyyy", "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061"
	inTime, later := time.Unix(1669872112, 0).Add(30*time.Second), time.Unix(1669872112, 0).Add(time.Hour)
	fmt.Println(signer.Verify(token, sign, "1669872112", inTime))
	fmt.Println(errors.Is(signer.Verify(token, sign, "1669872112", later), signer.ErrStale))
	fmt.Println(errors.Is(signer.Verify("another token", sign, "1669872112", inTime), signer.ErrMismatch))
	// Output:
	// <nil>
	// true
	// true
}

// The author of a backend is told what the sender, or the backend, has done.
func ExampleDiagnose() {
	const capitals = "17773BC39A671D7B9AA835458704D2A6DB81360A5940292B587D6D760D484061"
	fmt.Println(signer.Diagnose("xxxxyyyy", capitals, "1669872112"))
	// Output: it is right but for its capitals: Chat writes the digits a to f in lower case
}
