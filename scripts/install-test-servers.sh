#!/usr/bin/env bash
# Installs the programs that tests need, as root on Debian or Ubuntu. Nothing is started and no cluster is created:
# each test run starts servers of its own in a temporary folder.
#   scripts/install-test-servers.sh postgres redis nginx chromium compose
set -euo pipefail

if [ ! -e /etc/debian_version ] || [ "$(id -u)" -ne 0 ]; then
  echo "install-test-servers.sh works as root on Debian or Ubuntu only; try: sudo $0 $*" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
# Another apt-get on this machine is waited for, at most five minutes.
apt=(apt-get -y -q -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold --no-install-recommends)
updated=

install() {
  if [ -z "$updated" ]; then
    "${apt[@]}" update
    updated=yes
  fi
  "${apt[@]}" install "$@"
}

install_postgres() {
  if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then return; fi
  # The server package creates and starts a cluster unless the common package, installed before it, is told not to.
  install postgresql-common
  sed -i -E 's/^#?\s*create_main_cluster\s*=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  install postgresql
}

# A package that starts a server at once and at every boot, unless a policy forbids the first and its links the second.
install_idle() {
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
  fi
  install "$1"
  update-rc.d "$2" disable
}

install_redis() {
  if command -v redis-server >/dev/null && command -v redis-cli >/dev/null; then return; fi
  install_idle redis-server redis-server
}

install_nginx() {
  if command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; then return; fi
  install_idle nginx-light nginx
}

install_chromium() {
  if command -v chromium google-chrome google-chrome-stable >/dev/null; then return; fi
  # Ubuntu's own chromium package only installs a snap, which needs a running snapd.
  if grep -qi '^ID=ubuntu' /etc/os-release; then
    echo 'Ubuntu has no chromium package outside snap; install Google Chrome: https://www.google.com/chrome' >&2
    exit 1
  fi
  install chromium fonts-dejavu-core
}

# Only to read the compose file; no engine comes with it.
install_compose() {
  if docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null; then return; fi
  install docker-compose
}

for part in "$@"; do
  case "$part" in
    postgres) install_postgres ;;
    redis) install_redis ;;
    nginx) install_nginx ;;
    chromium) install_chromium ;;
    compose) install_compose ;;
    *)
      echo "unknown part \"$part\"; known: postgres, redis, nginx, chromium, compose" >&2
      exit 2
      ;;
  esac
done
