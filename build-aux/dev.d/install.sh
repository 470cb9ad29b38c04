# shellcheck shell=sh
# Installing the system's packages, with the leave of whoever runs this.
: "${verb:?}"

# install_packages WHY COMMAND...: asks, then installs.
install_packages() {
	why=$1
	shift
	sudo=
	if [ "$(id -u)" -ne 0 ]; then
		have sudo || die "$why Only root installs packages, and sudo is not here; as root, type: $*"
		sudo='sudo '
	fi
	ask "$why" "$sudo$*" ||
		die "Nothing was installed. To build in a private Debian 13 root, type: BELLHOP_PRIVATE=1 build-aux/dev $verb"
	case $1 in
	apt-get)
		# A package list that is not there or is old names files that are gone.
		as_root apt-get update -q >&2 || die_of_download "The list of packages"
		as_root env DEBIAN_FRONTEND=noninteractive "$@" >&2 || die_of_download "The packages"
		;;
	*) as_root "$@" >&2 || die_of_download "The packages" ;;
	esac
}

# ask QUESTION COMMAND: whether the command may be run. Nobody is asked in CI,
# nor where root runs this without a terminal; anybody else without a terminal
# gets the command to type.
ask() {
	if [ -n "${CI:-}" ]; then return 0; fi
	if [ ! -t 0 ]; then
		[ "$(id -u)" -eq 0 ] || die "$1 Nobody is here to ask, so type: $2 && build-aux/dev $verb"
		return 0
	fi
	printf '%s\n  %s\nGo ahead? [Y/n] ' "$1" "$2" >&2
	read -r answer || answer=n
	case $answer in
	'' | [Yy]*) return 0 ;;
	*) return 1 ;;
	esac
}

# online: whether there is a way out of this machine at all.
online() {
	[ -n "${http_proxy:-}${https_proxy:-}${HTTP_PROXY:-}${HTTPS_PROXY:-}" ] ||
		[ "$(cat /proc/net/route /proc/net/ipv6_route 2>/dev/null | grep -cvE '^Iface| lo$')" -gt 0 ]
}

# die_of_download WHAT: ends the script after a download that did not work.
die_of_download() {
	online || die "$1 could not be downloaded, since there is no network; connect this machine, then type: build-aux/dev $verb"
	die "$1 could not be downloaded, for the reason above; when it is mended, type: build-aux/dev $verb"
}

# as_root COMMAND...: runs it as root, through sudo if need be.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}
