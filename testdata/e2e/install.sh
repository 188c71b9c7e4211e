#!/usr/bin/env bash
# Installs what the end-to-end tests need beside Go, on Debian and its kin. What is there already is left alone.
set -euo pipefail

PATH=$PATH:/usr/sbin
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)

# Fastify 5 wants Node 20.
has_node() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; }

packages=()
command -v nginx >/dev/null || packages+=(nginx-light)
command -v apache2 >/dev/null || packages+=(apache2-bin) # the server without its service
command -v python3 >/dev/null || packages+=(python3)
command -v php >/dev/null || packages+=(php-cli)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
command -v javac >/dev/null || packages+=(default-jdk-headless)

if ((${#packages[@]})); then
	command -v apt-get >/dev/null || { echo "no apt-get here; please install ${packages[*]}" >&2; exit 1; }
	policy=/usr/sbin/policy-rc.d
	if [ ! -e $policy ]; then # an installed nginx would start, and want port 80
		trap '"${as_root[@]}" rm -f $policy' EXIT
		printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
		"${as_root[@]}" chmod +x $policy
	fi
	"${as_root[@]}" apt-get update -qq
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

# Debian 12 has Node 18.
has_node || "${as_root[@]}" npm install --global --prefix /usr/local --silent --no-audit --no-fund node@22
hash -r
has_node || { echo "the Node that comes first in PATH is older than 20: $(node --version)" >&2; exit 1; }
