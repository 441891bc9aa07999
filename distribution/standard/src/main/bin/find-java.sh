# Finds a Java of the major version we need; sourced by ./lokivector of a checkout and by
# bin/lokivector of a distribution. The java on the path is often older than the one needed.

readonly MIN_JAVA=25

# Prints the major version of the Java in a folder, or nothing if it lacks the tool (java, javac).
java_major() {
    local home=$1 tool=$2 version=
    [[ -x $home/bin/$tool ]] || return 0
    if [[ -r $home/release ]]; then
        version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([^"]*\)"\{0,1\}.*/\1/p' "$home/release" | head -n 1)
    fi
    if [[ -z $version ]]; then
        version=$("$home/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
    fi
    version=${version#1.}
    version=${version%%[!0-9]*}
    echo "$version"
}

is_suitable() {
    local major
    [[ -n $1 ]] || return 1
    major=$(java_major "$1" "$2")
    [[ -n $major ]] && ((major >= MIN_JAVA))
}

# The home of the java on the path, found by asking it, because it may be a link or a wrapper.
java_home_of_path() {
    command -v java >/dev/null || return 0
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
}

# Sets JAVA_HOME to a Java that has the tool; returns 1 if there is none. The folders are tried in
# turn, so that asking the java on the path, which takes a moment, happens only when needed.
find_java() {
    local tool=$1 home
    for home in "${LOKIVECTOR_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
        if is_suitable "$home" "$tool"; then
            export JAVA_HOME=$home
            return 0
        fi
    done
    for home in "$(java_home_of_path)" \
        /usr/lib/jvm/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* \
        "${HOME:-}"/.jdks/*; do
        if is_suitable "$home" "$tool"; then
            export JAVA_HOME=$home
            return 0
        fi
    done
    return 1
}
