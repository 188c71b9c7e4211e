package judge

import "fmt"

// Overview is the page of the documentation that most requirements come from.
const Overview = "Webhook Overview (1047/34354)"

const responseFields = "Group.CallbackAfterSendMsg (1047/34375), Response fields; " +
	"the same on the pages of all four callbacks"

// answer is a whole HTTP answer with the status, further header lines and the body.
func answer(status, header, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s", status, header, len(body), body)
}

const typeJSON = "Content-Type: application/json\r\n"

// ok is an answer under status 200 with the packet.
func ok(packet string) string { return answer("200 OK", typeJSON, packet) }
