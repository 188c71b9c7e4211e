package har

import (
	"time"
)

type (
	HAR struct {
		Log HARLog `json:"log"`
	}
	HARLog struct {
		Version string     `json:"version"`
		Creator HARName    `json:"creator"`
		Entries []HAREntry `json:"entries"`
	}
	HARName struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	HARPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	HAREntry struct {
		Started  time.Time   `json:"startedDateTime"`
		Time     float64     `json:"time"`
		Request  HARRequest  `json:"request"`
		Response HARResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  HARTimings  `json:"timings"`
		Comment  string      `json:"comment,omitempty"`
	}
	HARRequest struct {
		Method      string    `json:"method"`
		URL         string    `json:"url"`
		HTTPVersion string    `json:"httpVersion"`
		Cookies     []HARPair `json:"cookies"`
		Headers     []HARPair `json:"headers"`
		QueryString []HARPair `json:"queryString"`
		PostData    HARPost   `json:"postData"`
		HeadersSize int       `json:"headersSize"`
		BodySize    int       `json:"bodySize"`
	}
	HARPost struct {
		MimeType string `json:"mimeType"`
		Text     string `json:"text"`
		Encoding string `json:"_encoding,omitempty"` // base64, where the body is no text: HAR has no standard member for it
	}
	HARResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []HARPair  `json:"cookies"`
		Headers     []HARPair  `json:"headers"`
		Content     HARContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int        `json:"bodySize"`
		Error       string     `json:"_error,omitempty"` // why there is no whole answer, as browsers write it
		Comment     string     `json:"comment,omitempty"`
	}
	HARContent struct {
		Size     int    `json:"size"`
		MimeType string `json:"mimeType"`
		Text     string `json:"text,omitempty"`
		Encoding string `json:"encoding,omitempty"`
		Comment  string `json:"comment,omitempty"`
	}
	HARTimings struct {
		Connect float64 `json:"connect"` // -1: the connection was there already
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)
