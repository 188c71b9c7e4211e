// Command e2e is a right backend on one of four HTTP stacks for Go, which its argument names.
//
// It listens on 127.0.0.1:$PORT. With TOKEN it checks Sign and RequestTime, with SDK_APP_ID the SdkAppid.
// Each callback takes DELAY_MS, and with WORKERS no more of them are at work at once.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
	"time"
)

func main() {
	address := "127.0.0.1:" + os.Getenv("PORT")
	ours := account{token: os.Getenv("TOKEN"), sdkAppID: os.Getenv("SDK_APP_ID")}
	if delay, err := strconv.Atoi(os.Getenv("DELAY_MS")); err == nil {
		ours.delay = time.Duration(delay) * time.Millisecond
	}
	if workers, err := strconv.Atoi(os.Getenv("WORKERS")); err == nil && workers > 0 {
		ours.places = make(chan struct{}, workers)
	}
	serve := map[string]func(string, account) error{
		"net/http": serveNetHTTP,
		"gin":      serveGin,
		"echo":     serveEcho,
		"fasthttp": serveFastHTTP,
	}
	if len(os.Args) != 2 || serve[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: PORT=N e2e net/http|gin|echo|fasthttp")
		os.Exit(2)
	}
	log.Fatal(serve[os.Args[1]](address, ours))
}
