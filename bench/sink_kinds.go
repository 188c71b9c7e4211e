package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"
)

// runSink is the process that clients are run against. It prints its port first.
func runSink(kind string) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	c := &counter{start: time.Now(), arrivals: make([]time.Duration, 0, 4<<20)}
	go c.control()
	switch kind {
	case "raw":
		return serveRaw(listener.(*net.TCPListener), c)
	case "json":
		return http.Serve(listener, jsonBackend(c))
	}
	return errors.New("unknown sink " + strconv.Quote(kind))
}

// message is what a backend commonly decodes.
type message struct {
	CallbackCommand string
	GroupId         string
	From_Account    string
	MsgSeq          int64
	MsgTime         int64
	MsgBody         []struct {
		MsgType    string
		MsgContent json.RawMessage
	}
}

// jsonBackend is an ordinary Go backend: it decodes the packet and answers with the documented success packet.
func jsonBackend(c *counter) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
		c.add(1, len(body))
		var m message
		if err != nil || json.Unmarshal(body, &m) != nil || m.CallbackCommand == "" {
			http.Error(w, "bad request", http.StatusBadRequest)
			fmt.Fprintln(os.Stderr, "sink: a request is no callback")
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(struct {
			ActionStatus string
			ErrorInfo    string
			ErrorCode    int
		}{"OK", "", 0})
	})
}
