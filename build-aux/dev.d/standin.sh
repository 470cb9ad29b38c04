# shellcheck shell=sh
# Stand-ins for the runtime, the SDK and its Go extension, made of the private
# Debian 13 root, for where no Flatpak remote can be reached.
: "${flatpaks:?}" "${verb:?}" "${app_id:?}" "${go_extension:?}"

standin_remote=bellhop-stand-in

# make_standins makes and installs them, unless those there are of this root and
# this Go.
make_standins() {
	standin_mark=$flatpaks/stand-in-${root##*/}-$go_version-$gnome
	if [ -e "$standin_mark" ] && flatpak info "org.gnome.Sdk//$gnome" >/dev/null 2>&1; then return 0; fi
	spare_real_runtime
	say "Making stand-ins of the runtime and the SDK from the private root (about three minutes, 2 GB)."
	rm -rf --one-file-system "$flatpaks"/stand-in*
	mkdir -p "$flatpaks/stand-in"
	pulse "making the stand-ins" fill_standins ||
		die "The stand-ins could not be made, for the reason above; when it is mended, type: build-aux/dev $verb --local-runtime"
	rm -rf --one-file-system "$flatpaks/stand-in"
	: >"$standin_mark"
}

# spare_real_runtime sees that no stand-in takes the place of what others run on.
spare_real_runtime() {
	for standin in org.gnome.Platform org.gnome.Sdk; do
		origin=$(flatpak info --user --show-origin "$standin//$gnome" 2>/dev/null) || continue
		[ "$origin" = "$standin_remote" ] ||
			die "$standin $gnome is installed from $origin, so no stand-in is needed; type: build-aux/dev $verb"
	done
}

# forget_standins takes them away, and the app that runs on them.
forget_standins() {
	have flatpak || return 0
	flatpak remotes --user --columns=name 2>/dev/null | grep -qx "$standin_remote" || return 0
	gnome=$(manifest_says runtime-version)
	for standin in "$app_id" "$go_extension//stand-in" "org.gnome.Sdk//$gnome" "org.gnome.Platform//$gnome"; do
		flatpak uninstall --user --noninteractive "$standin" >&2 || :
	done
	flatpak remote-delete --user --force "$standin_remote" >&2 || :
}

fill_standins() {
	standin_runtime org.gnome.Platform &&
		standin_runtime org.gnome.Sdk &&
		standin_go &&
		flatpak build-update-repo "$flatpaks/stand-in-repo" >&2 &&
		install_standins
}

# standin_runtime NAME: exports the root's /usr and /etc as a runtime. Both have
# the compilers: a stand-in is to build and run the app, not to be small.
standin_runtime() {
	standin=$flatpaks/stand-in/$1
	mkdir -p "$standin/files" "$standin/var" &&
		cp -al "$root/usr" "$standin/usr" &&
		rm -rf --one-file-system "$standin/usr/etc" &&
		cp -a "$root/etc" "$standin/usr/etc" &&
		mkdir -p "$standin/usr/lib/sdk" &&
		standin_compose "$standin/usr/bin/appstream-compose" &&
		standin_metadata "$1" >"$standin/metadata" &&
		flatpak build-export --runtime "$flatpaks/stand-in-repo" "$standin" "$gnome" >&2
}

# standin_compose FILE: takes the place of what tells software centers of the app,
# which the root has not. flatpak-builder wants it to be there.
standin_compose() {
	printf '#!/bin/sh\n' >"$1" && chmod +x "$1"
}

standin_metadata() {
	arch=$(flatpak --default-arch)
	cat <<-METADATA
		[Runtime]
		name=$1
		runtime=org.gnome.Platform/$arch/$gnome
		sdk=org.gnome.Sdk/$arch/$gnome

	METADATA
	[ "$1" = org.gnome.Platform ] || cat <<-METADATA
		[Extension org.freedesktop.Sdk.Extension]
		directory=lib/sdk
		subdirectories=true
		no-autodownload=true
		version=stand-in
	METADATA
}

# standin_go exports Go as the extension that the SDK mounts at /usr/lib/sdk/golang.
standin_go() {
	standin=$flatpaks/stand-in/golang
	mkdir -p "$standin/files" "$standin/var" "$standin/usr" &&
		cp -aL "$go_root/." "$standin/usr" &&
		printf '[Runtime]\nname=%s\n' "$go_extension" >"$standin/metadata" &&
		flatpak build-export --runtime "$flatpaks/stand-in-repo" "$standin" stand-in >&2
}

install_standins() {
	flatpak remote-add --user --if-not-exists --no-gpg-verify "$standin_remote" "$flatpaks/stand-in-repo" >&2 &&
		flatpak install --user --noninteractive --reinstall "$standin_remote" \
			"org.gnome.Platform//$gnome" "org.gnome.Sdk//$gnome" "$go_extension//stand-in" >&2
}
