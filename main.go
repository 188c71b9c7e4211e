// Command timhook takes the place of Tencent Cloud Chat: it fires webhook callbacks at a backend and judges the
// answers.
package main

import (
	"os"

	"github.com/timhook/timhook/cmd"
)

func main() {
	os.Exit(cmd.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
