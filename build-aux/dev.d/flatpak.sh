# shellcheck shell=sh
# Bellhop as a Flatpak: built, bundled, installed for the user, and run in its
# sandbox.
: "${top:?}" "${cache:?}" "${output:?}" "${verb:?}"

app_id=io.github.bellhop_gtk.Bellhop
manifest=$top/build-aux/$app_id.yml
flatpaks=$cache/flatpak
bundle=$output/bellhop.flatpak
go_extension=org.freedesktop.Sdk.Extension.golang

# make_flatpak [--local-runtime] [--no-run]
make_flatpak() {
	local_runtime=
	run=yes
	for option; do
		case $option in
		--local-runtime) local_runtime=yes ;;
		--no-run) run= ;;
		*) die "flatpak knows no '$option'; type: build-aux/dev flatpak [--local-runtime] [--no-run]" ;;
		esac
	done
	find_go
	read_system
	set_up_flatpak
	gnome=$(manifest_says runtime-version)
	if [ -n "$local_runtime" ]; then
		need_room 6000
		set_up_root
		make_standins
	else
		need_room 4000
		find_runtime
	fi
	vendor_modules
	build_flatpak
	install_flatpak
	[ -n "$run" ] || return 0
	if [ -n "$local_runtime" ] || ! has_screen; then tour; fi
	run_flatpak
}

set_up_flatpak() {
	flatpak_tools=
	have flatpak || flatpak_tools="$flatpak_tools flatpak"
	have flatpak-builder || flatpak_tools="$flatpak_tools flatpak-builder"
	have eu-strip || flatpak_tools="$flatpak_tools elfutils"
	[ -z "$flatpak_tools" ] || install_tools "A Flatpak is made" "$flatpak_tools"
	mkdir -p "$flatpaks" "$output/flatpak"
	# As long as a run lives it holds these locks: one build at a time, and clean
	# keeps its hands off.
	exec 8>"$cache/in-use.lock" 7>"$flatpaks/lock"
	flock -s 8
	flock -n 7 || {
		say "Another run is making a Flatpak; waiting for it."
		flock 7
	}
}

# install_tools WHAT PACKAGES: these have the same names everywhere.
install_tools() {
	if have apt-get; then
		set -- "$1" "$2" apt-get install -y --no-install-recommends
	elif have dnf; then
		set -- "$1" "$2" dnf install -y --setopt=install_weak_deps=False
	elif have pacman; then
		set -- "$1" "$2" pacman -Syu --needed --noconfirm
	else
		die "$1 with$2; install that, then type: build-aux/dev $verb"
	fi
	tools_why="$1 with packages of $system_name that are not installed."
	tools=$2
	shift 2
	# Package names are words.
	# shellcheck disable=SC2086
	install_packages "$tools_why" "$@" $tools
}

# find_runtime sets runtime_remote to where the SDK and what it needs are to be
# had, or to nothing if they are here.
find_runtime() {
	sdk=$(manifest_says sdk)//$gnome
	runtime_remote=
	if flatpak info "$sdk" && flatpak info "$go_extension"; then return 0; fi >/dev/null 2>&1
	for runtime_remote in $(flatpak remotes --columns=name); do
		! flatpak remote-info "$runtime_remote" "$sdk" >/dev/null 2>&1 || return 0
	done
	die "No Flatpak remote that is set up and answers has $sdk; set one up as flatpak.org/setup tells, or have stand-ins made: build-aux/dev $verb --local-runtime"
}

# manifest_says KEY: what stands for a key at the top of the manifest.
manifest_says() { sed -n "s/^$1: '*\([^']*\)'*\$/\1/p" "$manifest"; }

# vendor_modules packs the Go modules, for flatpak-builder has no network, and
# says in a file beside them what the compiled gotk4 hangs on.
vendor_modules() {
	rm -rf "$output/flatpak/vendor"
	(cd "$top" && PATH="$go_root/bin:$PATH" GOFLAGS='' GOWORK=off go mod vendor -o "$output/flatpak/vendor") ||
		die_of_download "The Go modules"
	cp "$top/go.mod" "$top/go.sum" "$output/flatpak"
	tar -C "$output/flatpak" -cf "$output/flatpak/modules.tar" vendor go.mod go.sum
	(
		cd "$output/flatpak/vendor/github.com"
		printf '%s\n' "$go_version"
		grep gotk4 ../../go.sum
		find diamondburned -type d | LC_ALL=C sort
		sha256sum KarpelesLab/weak/*.go
	) >"$output/flatpak/gotk4.key"
}

build_flatpak() {
	[ -d "$flatpaks/state/cache" ] ||
		say "The first build compiles gotk4, Go's binding to GTK, which takes about 11 minutes on two cores."
	pulse "building the Flatpak" flatpak-builder --user --force-clean --disable-rofiles-fuse \
		${runtime_remote:+--install-deps-from="$runtime_remote"} \
		--state-dir="$flatpaks/state" --repo="$flatpaks/repo" "$flatpaks/app" "$manifest" >&2 ||
		die "The Flatpak was not built, for the reason above; when it is mended, type: build-aux/dev $verb"
	flatpak build-bundle "$flatpaks/repo" "$bundle" "$app_id" "$(manifest_says default-branch)" >&2 ||
		die "The bundle $bundle was not written, for the reason above; when it is mended, type: build-aux/dev $verb"
	say "Built $bundle"
}

install_flatpak() {
	flatpak install --user --noninteractive --reinstall --bundle "$bundle" >&2 ||
		die "$bundle was not installed, for the reason above; when it is mended, type: flatpak install --user $bundle"
	say "Installed $app_id for $(id -un)."
}

# has_screen: whether the sandbox will find a Wayland compositor or an X server.
has_screen() { [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ]; }

# run_flatpak starts the app, on a session bus of its own where there is none.
run_flatpak() {
	has_screen || {
		say "There is no display here; where there is one, type: flatpak run $app_id"
		return 0
	}
	set -- flatpak run "$app_id"
	[ -n "${DBUS_SESSION_BUS_ADDRESS:-}" ] || [ -S "${XDG_RUNTIME_DIR:-}/bus" ] || set -- dbus-run-session -- "$@"
	exec "$@" 7>&- 8>&-
}
