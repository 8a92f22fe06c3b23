# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced: the Debian packages that building and testing need. Needs steps.sh.

build_packages=(g++ cmake ninja-build ccache pkg-config nlohmann-json3-dev libcli11-dev libpcre2-dev libutf8proc-dev
    libxxhash-dev libsimdjson-dev python3 python3-venv ca-certificates librsvg2-bin)
test_packages=(libgtest-dev)
# What the desktop program is built from and shown with. libqt6opengl6-dev and libxkbcommon-dev are asked for by Qt's
# own CMake files; the fonts have Latin and Chinese.
desktop_packages=(qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n
    qt6-wayland libqt6opengl6-dev libxkbcommon-dev libqcustomplot-dev fonts-dejavu-core fonts-noto-cjk)
desktop_test_packages=(xvfb xauth)

# missingPackages PACKAGE...: those that are not completely installed, one a line.
missingPackages() {
    local installed package
    installed=$(dpkg-query -W -f='${Package}=${db:Status-Status}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        grep -qx -- "$package=installed" <<<"$installed" || echo "$package"
    done
}

# What the packages are wanted for is there without them, built from source or from another distribution's packages.
toolsExist() {
    local tool library
    for tool in g++ cmake ninja pkg-config; do
        command -v "$tool" >/dev/null || return 1
    done
    for library in libpcre2-8 libutf8proc libxxhash simdjson nlohmann_json CLI11 "$@"; do
        pkg-config --exists "$library" || return 1
    done
    /usr/bin/python3 -c 'import venv, ensurepip' 2>/dev/null
}

distribution() {
    local ID='' VERSION_ID='' PRETTY_NAME=''
    if [[ -r /etc/os-release ]]; then
        # shellcheck disable=SC1091
        . /etc/os-release
    fi
    case $1 in
        id) echo "$ID-$VERSION_ID" ;;
        name) echo "${PRETTY_NAME:-an unknown system}" ;;
    esac
}

installPackages() {
    local asRoot=()
    if ((EUID != 0)); then
        asRoot=(sudo)
    fi
    export DEBIAN_FRONTEND=noninteractive
    local apt=("${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    # An earlier installation that was cut off is completed first; both calls are harmless otherwise.
    "${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive dpkg --configure -a || return 1
    "${apt[@]}" update || true # a broken third-party source must not stop us; installing tells what is really missing
    "${apt[@]}" install -y --no-install-recommends "$@"
}

# hasDisplay: a window could be opened here.
hasDisplay() {
    [[ -n ${WAYLAND_DISPLAY:-}${DISPLAY:-} ]]
}

# ensurePackages [--tests] [--desktop]: installs what is missing; on a complete machine it needs neither apt nor a network.
ensurePackages() {
    local wanted=("${build_packages[@]}") libraries=() missing start
    if [[ " $* " == *" --tests "* ]]; then
        wanted+=("${test_packages[@]}")
        libraries+=(gtest)
    fi
    if [[ " $* " == *" --desktop "* ]]; then
        wanted+=("${desktop_packages[@]}")
        libraries+=(Qt6Widgets Qt6Svg)
    fi
    if [[ " $* " == *" --tests "* && " $* " == *" --desktop "* ]]; then
        wanted+=("${desktop_test_packages[@]}")
    fi
    start=$(nowMilliseconds)
    mapfile -t missing < <(missingPackages "${wanted[@]}")
    if ((${#missing[@]} == 0)); then
        report "$start" "Debian packages: all ${#wanted[@]} are installed"
        return
    fi
    if toolsExist "${libraries[@]}"; then
        report "$start" "Tools and libraries: found without Debian's packages (${missing[*]})"
        return
    fi
    if [[ $(distribution id) != debian-12 ]]; then
        fail "This machine runs $(distribution name), and packages are installed only on Debian 12: install what corresponds to ${missing[*]} and run this again."
    fi
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        fail "Packages are missing and $(id -un) has no sudo: ask an administrator for \"apt-get install ${missing[*]}\", then run this again."
    fi
    if ((EUID != 0)) && ! sudo -n true 2>/dev/null; then
        # sudo asks for the password on the terminal; without one it cannot.
        if [[ ! -t 0 ]] || ! sudo -v; then
            fail "sudo refused: run this as root, or ask an administrator for \"apt-get install ${missing[*]}\"."
        fi
    fi
    step "Debian packages: ${#missing[@]} installed (${missing[*]})" "installing Debian packages" \
        installPackages "${missing[@]}"
}
