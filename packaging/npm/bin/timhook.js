#!/usr/bin/env node
// Starts the program of this platform, which is in a package of its own. Nothing is downloaded here.
"use strict";

const { spawn } = require("node:child_process");
const { optionalDependencies: platforms = {} } = require("../package.json");

const platform = `@timhook/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "timhook.exe" : "timhook";

let program;
try {
  program = require.resolve(`${platform}/bin/${file}`);
} catch {
  const text = platforms[platform]
    ? `the package ${platform} is not installed; run: npm install --include=optional timhook`
    : `there is no package for ${process.platform}-${process.arch}; with Go: go install github.com/timhook/timhook@latest`;
  console.error(`timhook: ${text}`);
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// Ctrl-C reaches both processes, and timhook takes a second one as "at once": it is not passed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`timhook: ${program}: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
