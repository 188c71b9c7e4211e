// Command e2e is a right backend on one of four HTTP stacks for Go, which its argument names.
//
// It listens on 127.0.0.1:$PORT. With TOKEN it checks Sign and RequestTime, with SDK_APP_ID the SdkAppid.
package main

import (
	"fmt"
	"log"
	"os"
)

func main() {
	address := "127.0.0.1:" + os.Getenv("PORT")
	ours := account{token: os.Getenv("TOKEN"), sdkAppID: os.Getenv("SDK_APP_ID")}
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
