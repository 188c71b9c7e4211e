// Packs the npm packages of a release: node packaging/npm/pack.mjs DIST OUT
//
// DIST is what GoReleaser has made. For each of its programs there is a package such as @timhook/linux-x64, which npm
// installs on that platform alone; the package timhook names them all as optional. Which there are, and their version,
// comes from DIST.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const [dist, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node packaging/npm/pack.mjs DIST OUT");
  process.exit(2);
}
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const { version } = read(join(dist, "metadata.json"));
const programs = read(join(dist, "artifacts.json")).filter((artifact) => artifact.type === "Binary");
if (programs.length === 0) throw new Error(`${dist} has no program`);
const main = { ...read(join(here, "package.json")), version, optionalDependencies: {} };
const { description, license, homepage, repository, bugs } = main;
const work = mkdtempSync(join(tmpdir(), "timhook-npm-"));
mkdirSync(out, { recursive: true });

function pack(name, manifest, files) {
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  for (const [to, from] of Object.entries({ LICENSE: join(root, "LICENSE"), ...files })) {
    cpSync(from, join(folder, to), { recursive: true });
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2) + "\n");
  const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", resolve(out)];
  console.log(execFileSync("npm", args, { cwd: folder, encoding: "utf8" }).trim());
}

try {
  for (const { path, goos, goarch } of programs) {
    const os = { windows: "win32" }[goos] ?? goos; // as Node names them
    const cpu = { amd64: "x64" }[goarch] ?? goarch;
    const name = `@timhook/${os}-${cpu}`;
    main.optionalDependencies[name] = version;
    const about = { description: `${description}: the program for ${os}-${cpu}`, license, homepage, repository, bugs };
    const manifest = { name, version, ...about, os: [os], cpu: [cpu], preferUnplugged: true };
    pack(`${os}-${cpu}`, manifest, { [`bin/${basename(path)}`]: resolve(dist, "..", path) });
  }
  pack("timhook", main, { bin: join(here, "bin"), "README.md": join(root, "README.md") });
} finally {
  rmSync(work, { recursive: true });
}
