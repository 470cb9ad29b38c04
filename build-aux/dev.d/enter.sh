# shellcheck shell=sh
# Choosing between the system and the private root, and running commands there.
: "${top:?}" "${cache:?}" "${output:?}" "${verb:?}"

# Where a system keeps icons and settings, if nothing else is said.
system_data=/usr/local/share:/usr/share

# choose_environment sets environment to native or private.
choose_environment() {
	read_system
	environment=private
	[ -z "$system" ] || [ -n "${BELLHOP_PRIVATE:-}" ] || environment=native
}

set_up_environment() {
	case $environment in
	native) set_up_native ;;
	private) set_up_root ;;
	esac
	# Go does not see that C headers change, so each set of them has a cache.
	case $environment in
	native) headers=$(sh -c "$(headers_command)") ;;
	private) headers=$(cat "$root/etc/bellhop-headers") ;;
	esac || die "The headers of GTK and libadwaita were not found; type: build-aux/dev clean && build-aux/dev $verb"
	go_cache=$cache/go-build-$(printf '%s' "$headers" | sha256sum | cut -c1-12)
	mkdir -p "$go_cache" "$go_modules" "$cache/home" "$output"
}

# headers_command prints, where it is run, what the C headers are.
headers_command() {
	cat <<-'COMMAND'
		. /etc/os-release; printf '%s %s\n' "$ID" "${VERSION_ID:-}"
		pkg-config --modversion gtk4 libadwaita-1 glib-2.0 gobject-introspection-1.0
	COMMAND
}

# need_disk sees that the first set-up does not die half way for want of room.
need_disk() {
	mkdir -p "$cache" || die "$cache cannot be made; type: XDG_CACHE_HOME=/somewhere/else build-aux/dev $verb"
	need_mb=500
	set -- "$cache"/go-build-*/bellhop-*
	[ -e "$1" ] || need_mb=4000
	need_room "$need_mb"
}

# need_room MB: sees that so much is free where everything is made.
need_room() {
	free_mb=$(($(df -Pk "$cache" | awk 'NR == 2 { print $4 }') / 1024))
	[ "$free_mb" -ge "$1" ] ||
		die "There are $free_mb MB free in $cache, and $1 MB are needed; make room, or type: XDG_CACHE_HOME=/somewhere/larger build-aux/dev $verb"
}

# enter COMMAND...: runs it where Bellhop is built, at the top of the checkout.
enter() { (cd "$top" && enter_for_good "$@"); }

# enter_for_good COMMAND...: the same in place of this script, and in the
# directory where the script was called if that is part of the checkout.
enter_for_good() {
	case $PWD/ in "$top"/*) ;; *) cd "$top" ;; esac
	# As long as a run lives it holds this lock, and clean keeps its hands off.
	exec 8>"$cache/in-use.lock"
	flock -s 8
	case $environment in
	native) enter_native "$@" ;;
	private) enter_root "$@" ;;
	esac
}

enter_native() {
	export PATH="$go_root/bin:$PATH" GOCACHE="$go_cache" GOTOOLCHAIN=local GOWORK=off CGO_ENABLED=1 GOFLAGS="$go_flags" \
		XDG_DATA_DIRS="$output/share:${XDG_DATA_DIRS:-$system_data}"
	exec "$@"
}

# enter_root runs a command in the private root, which it cannot change. The
# options of bwrap are put before one another here, so read them from the end.
enter_root() {
	set -- --remount-ro / --chdir "$PWD" --die-with-parent --unshare-pid -- "$@"
	pass_environment "$@"
}

pass_environment() {
	for name in LD_LIBRARY_PATH LD_PRELOAD GIO_EXTRA_MODULES GIO_MODULE_DIR GTK_PATH GTK_MODULES \
		GTK_IM_MODULE GDK_PIXBUF_MODULE_FILE GSETTINGS_SCHEMA_DIR PKG_CONFIG_PATH PKG_CONFIG_LIBDIR \
		XDG_CONFIG_DIRS XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME \
		CC CXX TMPDIR GOROOT; do
		set -- --unsetenv "$name" "$@"
	done
	set -- \
		--setenv PATH "$go_root/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
		--setenv GOCACHE "$go_cache" --setenv GOMODCACHE "$go_modules" --setenv GOPATH "$go_path" \
		--setenv GOENV "$go_env" --setenv GOFLAGS "$go_flags" --setenv GOTOOLCHAIN local --setenv GOWORK off --setenv CGO_ENABLED 1 \
		--setenv XDG_RUNTIME_DIR "$(runtime_directory)" --setenv LC_ALL C.UTF-8 \
		--setenv GSETTINGS_BACKEND keyfile --setenv XDG_DATA_DIRS "$output/share:$system_data" "$@"
	pass_sockets "$@"
}

runtime_directory() { printf '%s' "${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"; }

# pass_sockets lets the display, the buses and the machine's trust in.
pass_sockets() {
	session_bus=${DBUS_SESSION_BUS_ADDRESS:-}
	case $session_bus in
	unix:path=*)
		session_bus=${session_bus#unix:path=}
		session_bus=${session_bus%%[,;]*}
		;;
	*) session_bus=$(runtime_directory)/bus ;;
	esac
	for path in "$session_bus" "$(runtime_directory)/at-spi" /run/dbus/system_bus_socket \
		"${XAUTHORITY:-$HOME/.Xauthority}"; do
		set -- --bind-try "$path" "$path" "$@"
	done
	wayland=${WAYLAND_DISPLAY:-wayland-0}
	case $wayland in /*) ;; *) wayland=$(runtime_directory)/$wayland ;; esac
	set -- --bind-try "$wayland" "$wayland" "$@"

	for path in "${SSL_CERT_FILE:-}" "${SSL_CERT_DIR:-}" "${GIT_SSL_CAINFO:-}" "${CURL_CA_BUNDLE:-}"; do
		case $path in '' | /etc/ssl/certs*) continue ;; esac
		set -- --ro-bind-try "$path" "$path" "$@"
	done
	if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
		for path in /etc/ssl/certs /usr/share/ca-certificates /usr/local/share/ca-certificates; do
			set -- --ro-bind-try "$path" "$path" "$@"
		done
	fi
	set -- --ro-bind-try /etc/resolv.conf /etc/resolv.conf --ro-bind-try /etc/hosts /etc/hosts "$@"
	pass_files "$@"
}

# pass_files lets the checkout, Go and its caches in; the home is one of its own.
pass_files() {
	# Some distributions' GOROOT is full of links that lead out of it.
	for path in "$go_root"/*; do
		[ ! -L "$path" ] || set -- --ro-bind "$(readlink -f "$path")" "$(readlink -f "$path")" "$@"
	done
	set -- --bind "$root" / --dev /dev --proc /proc --ro-bind-try /sys /sys --dev-bind-try /dev/dri /dev/dri \
		--tmpfs /run --bind /tmp /tmp --tmpfs /var/tmp --dir /run/user --perms 0700 --dir "$(runtime_directory)" \
		--bind "$cache/home" "$HOME" \
		--bind "$top" "$top" --ro-bind "$go_root" "$go_root" --bind "$go_modules" "$go_modules" \
		--bind "$go_cache" "$go_cache" --ro-bind-try "$go_env" "$go_env" "$@"
	exec bwrap "$@"
}
