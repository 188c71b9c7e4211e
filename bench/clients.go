package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// run says what a client is asked to do.
type run struct {
	url         string
	connections int
	length      time.Duration
	rate        int // 0: as fast as possible
	count       int // instead of a length; 0: none
}

// client is a program that can do it; nil arguments where it cannot.
type client struct {
	name string
	args func(p *peers, r run) []string
	env  func(r run) []string
}

// clients lists timhook first: the others are what it is compared with.
func clients() []client {
	return []client{
		{name: "timhook", args: timhookArgs},
		{name: "wrk", args: wrkArgs},
		{name: "hey", args: heyArgs},
		{name: "k6", args: k6Args, env: k6Env},
	}
}

func timhookArgs(_ *peers, r run) []string {
	args := []string{
		// Texts of this length make packets of 860 bytes in the mean, most of them 600 to 1,200; the peers' body is as
		// long.
		"load", "bot", "send", r.url, "--text", strings.Repeat("as long as a message is ", 11), "--connections", strconv.Itoa(r.connections), "--token", "env:BENCH_TOKEN",
		"--payloads", "10000", "--progress", "none", "--format", "json",
	}
	if r.rate > 0 {
		args = append(args, "--rate", strconv.Itoa(r.rate)+"/s")
	} else {
		args = append(args, "--rate", "max")
	}
	if r.count > 0 {
		return append(args, "-n", strconv.Itoa(r.count))
	}
	return append(args, "--duration", r.length.String())
}

func wrkArgs(p *peers, r run) []string {
	if r.rate > 0 || r.count > 0 {
		return nil
	}
	return []string{"-t2", fmt.Sprintf("-c%d", r.connections), fmt.Sprintf("-d%ds", int(r.length.Seconds())), "-s", p.file("post.lua"), r.url}
}

func heyArgs(p *peers, r run) []string {
	args := []string{"-m", "POST", "-D", p.file("body.json"), "-T", "application/json", "-c", strconv.Itoa(r.connections)}
	if r.rate > 0 {
		args = append(args, "-q", strconv.FormatFloat(float64(r.rate)/float64(r.connections), 'f', 2, 64))
	}
	if r.count > 0 {
		return append(args, "-n", strconv.Itoa(r.count), r.url)
	}
	return append(args, "-z", r.length.String(), r.url)
}

func k6Args(p *peers, r run) []string {
	script := "k6.js"
	if r.rate > 0 {
		script = "k6paced.js"
	}
	if r.count > 0 {
		return nil
	}
	return []string{"run", "--quiet", "--no-usage-report", "--no-summary", p.file(script)}
}

func k6Env(r run) []string {
	return []string{"URL=" + r.url, fmt.Sprint("VUS=", r.connections), "LENGTH=" + r.length.String(), fmt.Sprint("RATE=", r.rate)}
}
