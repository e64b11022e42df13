# Sourced by the programs beside it: finds a JDK, builds what is stale, runs a class of the jar.
# MVN names the Maven command, mvn without it.
# shellcheck shell=bash

java_release_min=25
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
jar=$root/bench/target/kevy-bench.jar
server_jar=$root/kevy-rt/target/kevy-server.jar

# As bin/kevy starts the server.
jvm_options=(-XX:+UseG1GC -Xms64m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30
    -XX:+UseCompactObjectHeaders -XX:-UsePerfData --enable-native-access=ALL-UNNAMED)

fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# Sets JAVA_HOME to the first JDK that is new enough: its present value, then the usual places.
find_java() {
    local home release
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
            "$HOME"/.jdks/*; do
        [[ -x $home/bin/java && -r $home/release ]] || continue
        release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        if [[ ${release:-0} -ge $java_release_min ]]; then
            export JAVA_HOME=$home
            return
        fi
    done
    fail "no JDK $java_release_min or newer found: set JAVA_HOME to one"
}

# Whether a jar is missing or a source is newer.
stale() {
    [[ -f $jar && -f $server_jar ]] || return 0
    [[ -n $(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$jar" -print -quit) ]]
}

build() {
    stale || return 0
    echo "${0##*/}: building" >&2
    (cd "$root" && ${MVN:-mvn} -q -B -pl bench -am package -Dmaven.test.skip=true -DskipITs \
        -Dspotless.check.skip=true -Dmaven.source.skip=true </dev/null >&2) || fail "the build failed"
    touch "$jar" "$server_jar"
}

# Replaces this shell by a class of the jar.
run() {
    exec "$JAVA_HOME/bin/java" "${jvm_options[@]}" -cp "$jar" "$@"
}

find_java
build
