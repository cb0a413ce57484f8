#!/usr/bin/env bash
# A real Neo4j Community on this machine, without Docker, from its Maven Central jars: for development and tests only
# (no password, Bolt on 127.0.0.1). docs/decisions/0001-neo4j-from-jars.md says why.
#
#   neo4j.sh jars               fetch the jars, once
#   neo4j.sh start [PORT] [HOME]  start in the background, wait until Bolt answers, print NEO4J_URI=…
#   neo4j.sh run [PORT] [HOME]  the same in the foreground
#   neo4j.sh stop [PORT]        stop what start started
#   neo4j.sh status [PORT]      say what runs; exit code 3 when nothing does
#   neo4j.sh test-start [PID]   a server for tests: in Docker where an engine answers, else from the jars
#   neo4j.sh test-stop          stop it, unless a process named to test-start still runs
#   neo4j.sh with-test CMD…     run CMD with NEO4J_URI set to a server for tests (started and stopped as needed)
#
# PORT is 7687 unless given. HOME, where the database lies, is ~/.local/share/demarche/neo4j-PORT unless given.
# NEO4J_HEAP (default 1g) bounds the Java heap, NEO4J_PAGECACHE (default 256m) what is kept of the files; DEMARCHE_TEST_NEO4J_PORT (default 7697) is the tests' port.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/demarche/neo4j
version=$(sed -n '/<artifactId>neo4j<\/artifactId>/,/<\/version>/s/.*<version>\(.*\)<\/version>.*/\1/p' "$here/pom.xml")
image=neo4j:5.26
test_port=${DEMARCHE_TEST_NEO4J_PORT:-7697}
test_container=demarche-test-neo4j
start_seconds=300 # much else may run on the machine

say() { printf '%s\n' "$*" >&2; }
die() { say "neo4j.sh: $*"; exit 1; }
need() { command -v "$1" >/dev/null || die "$1 is not installed. $2"; }
need_java() {
  need java "Neo4j 5.26 runs on Java 17 or 21: install openjdk-17-jdk-headless (Debian, Ubuntu) or openjdk@21 (Homebrew)."
}

# jars puts Neo4j's jars and our compiled Neo4jServer into one folder, whole or not at all; lib is its path.
# Its name carries a checksum of what it is made from, so a changed pom or source makes a new one.
lib=$cache/$version-$(cat "$here/pom.xml" "$here/Neo4jServer.java" | cksum | cut -d' ' -f1)/lib
jars() {
  [ -d "$lib" ] && return
  need_java
  need javac "The JDK is needed, not only its runtime: install openjdk-17-jdk-headless (Debian, Ubuntu) or openjdk@21 (Homebrew)."
  need mvn "Maven fetches Neo4j's jars: install maven (Debian, Ubuntu, Homebrew), or set NEO4J_URI to a Neo4j you have."
  mkdir -p "$(dirname "$lib")"
  local new; new=$(mktemp -d "$(dirname "$lib")/new.XXXXXX")
  say "fetching the jars of Neo4j $version into $lib"
  mvn -q -B -Dstyle.color=never -f "$here/pom.xml" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$new/lib" >&2 ||
    die "Maven could not fetch Neo4j's jars (see above); is Maven Central reachable?"
  javac -cp "$new/lib/*" -d "$new" "$here/Neo4jServer.java"
  (cd "$new" && jar --create --file lib/demarche-neo4j-server.jar Neo4jServer*.class)
  mv "$new/lib" "$lib" 2>/dev/null || [ -d "$lib" ] || die "cannot write $lib" # another run may have been quicker
  rm -rf "$new"
}

# bolt_answers PORT does Bolt's handshake: the preamble and four version proposals; the answer starts with a zero byte.
bolt_answers() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf '\x60\x60\xb0\x17\0\0\4\5\0\0\0\0\0\0\0\0\0\0\0\0' >&3
    IFS= read -r -t 2 -d '' -n1 byte <&3 && [ -z "$byte" ]
  ) 2>/dev/null
}

uri() { echo "NEO4J_URI=bolt://127.0.0.1:$1"; }
home_of() { echo "${XDG_DATA_HOME:-$HOME/.local/share}/demarche/neo4j-$1"; }
pid_file() { echo "$cache/run/$1.pid"; }
log_file() { echo "$cache/run/$1.log"; }

# our_pid PORT prints the id of the server we started there, if it still runs; a reused id is not taken for it.
our_pid() {
  local pid; pid=$(cat "$(pid_file "$1")" 2>/dev/null) || return 1
  case $(ps -p "$pid" -o args= 2>/dev/null) in *Neo4jServer*" $1 "*) echo "$pid" ;; *) return 1 ;; esac
}

# one_at_a_time makes the rest of this run exclusive; the lock is a link that names its holder, so a dead one is seen.
one_at_a_time() {
  local lock=$cache/run/lock holder
  mkdir -p "$cache/run"
  until ln -s $$ "$lock" 2>/dev/null; do
    holder=$(readlink "$lock") && ! kill -0 "$holder" 2>/dev/null && rm -f "$lock"
    sleep 0.2
  done
  # shellcheck disable=SC2064 # the path of now is meant
  trap "rm -f '$lock'" EXIT
}

# java_command PORT HOME [IDLE_MINUTES] sets the array command.
java_command() {
  command=(java "-Xmx${NEO4J_HEAP:-1g}" "-Dpagecache=${NEO4J_PAGECACHE:-256m}" -cp "$lib/*"
    --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED
    --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED
    Neo4jServer "$2" "$1" "${3:-0}")
}

# start PORT HOME IDLE_MINUTES
start() {
  local port=$1 home=$2 began=$SECONDS pid log
  if our_pid "$port" >/dev/null && bolt_answers "$port"; then uri "$port"; return; fi
  if bolt_answers "$port"; then
    die "another Bolt server holds port $port: set NEO4J_URI=bolt://127.0.0.1:$port to use it, or choose another port"
  fi
  jars
  need_java
  log=$(log_file "$port")
  mkdir -p "$home" "$cache/run"
  java_command "$port" "$home" "$3"
  nohup "${command[@]}" >"$log" 2>&1 </dev/null &
  pid=$!
  echo "$pid" >"$(pid_file "$port")"
  until bolt_answers "$port"; do
    kill -0 "$pid" 2>/dev/null || { tail -n 20 "$log" >&2; die "Neo4j ended while starting; its log is $log"; }
    [ $((SECONDS - began)) -lt $start_seconds ] || { kill "$pid"; die "no answer in $start_seconds s; the log is $log"; }
    sleep 0.1
  done
  uri "$port"
}

stop() {
  local pid; pid=$(our_pid "$1") || { say "nothing to stop on port $1"; return; }
  kill "$pid"
  for _ in $(seq 1200); do
    kill -0 "$pid" 2>/dev/null || { rm -f "$(pid_file "$1")"; return; }
    sleep 0.1
  done
  die "process $pid did not end in 120 s"
}

status() {
  local pid
  if pid=$(our_pid "$1") && bolt_answers "$1"; then
    echo "Neo4j $version runs as process $pid; log $(log_file "$1")"; uri "$1"
  elif bolt_answers "$1"; then echo "a Bolt server that we did not start answers"; uri "$1"
  else echo "nothing answers on port $1"; exit 3
  fi
}

# docker_port prints the port of the running test container.
docker_port() { docker port "$test_container" 7687/tcp 2>/dev/null | sed -n '1s/.*://p' | grep .; }
docker_start() {
  docker info >/dev/null 2>&1 || return 1
  if ! docker_port >/dev/null; then
    docker run -d --rm --name "$test_container" -p 127.0.0.1::7687 -e NEO4J_AUTH=none \
      -e NEO4J_dbms_cypher_min__replan__interval=2h "$image" >/dev/null || return 1
  fi
  local port began=$SECONDS; port=$(docker_port)
  until bolt_answers "$port"; do
    [ $((SECONDS - began)) -lt $start_seconds ] || { docker rm -f "$test_container" >/dev/null; return 1; }
    sleep 0.2
  done
  uri "$port"
}

# The tests' server from jars ends itself after 15 minutes without a client, so a plain `go test` leaves nothing behind.
# Test runs share one server; each names its process, and the last one to leave may stop it.
users=$cache/run/test-users
test_start() {
  mkdir -p "$users"
  [ -z "${1:-}" ] || : >"$users/$1"
  docker_start || start "$test_port" "$cache/test-$test_port" 15
}
test_stop() {
  local user
  for user in "$users"/*; do
    [ -e "$user" ] || continue
    if kill -0 "${user##*/}" 2>/dev/null; then say "left running: process ${user##*/} tests with it"; return; fi
    rm -f "$user"
  done
  if docker_port >/dev/null; then docker rm -f "$test_container" >/dev/null; return; fi
  stop "$test_port"
  rm -rf "$cache/test-$test_port"
}
test_runs() { docker_port >/dev/null || our_pid "$test_port" >/dev/null; }

with_test() {
  [ $# -gt 0 ] || die "with-test needs a command"
  [ -z "${NEO4J_URI:-}" ] || exec "$@"
  local line
  trap : INT TERM # ^C ends CMD, and then the server as well
  # shellcheck disable=SC2064 # the server of now is meant
  if test_runs; then trap "rm -f '$users/$$'" EXIT
  else trap "rm -f '$users/$$'; '${BASH_SOURCE[0]}' test-stop" EXIT; fi
  line=$("${BASH_SOURCE[0]}" test-start $$)
  export NEO4J_URI=${line#NEO4J_URI=}
  say "tests use Neo4j at $NEO4J_URI"
  "$@"
}

case ${1:-} in
  jars) jars; echo "$lib" ;;
  start) one_at_a_time; start "${2:-7687}" "${3:-$(home_of "${2:-7687}")}" 0 ;;
  run)
    port=${2:-7687} home=${3:-$(home_of "${2:-7687}")}
    bolt_answers "$port" && die "a Bolt server already answers on port $port"
    jars; need_java; mkdir -p "$home"
    java_command "$port" "$home"
    echo "starting Neo4j $version, data in $home; ^C stops it"; uri "$port"
    exec "${command[@]}" ;;
  stop) one_at_a_time; stop "${2:-7687}" ;;
  status) status "${2:-7687}" ;;
  test-start) one_at_a_time; test_start "${2:-}" ;;
  test-stop) one_at_a_time; test_stop ;;
  with-test) shift; with_test "$@" ;;
  *) sed -n '2,/^set /{/^set /!s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
