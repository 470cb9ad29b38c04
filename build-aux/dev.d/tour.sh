# shellcheck shell=sh
# A tour of the installed Flatpak on a screen and buses of its own.
: "${top:?}" "${output:?}" "${verb:?}" "${app_id:?}"

# tour drives the app in its sandbox as a person does, and keeps a picture.
tour() {
	set_up_tour
	guide=$output/flatpak/tour
	in_sandbox >"$output/flatpak/bellhop"
	chmod +x "$output/flatpak/bellhop"
	(cd "$top" && PATH="$go_root/bin:$PATH" GOFLAGS='' GOWORK=off CGO_ENABLED=0 go test -tags sandbox -c -o "$guide" ./ui/uitest) ||
		die "The tour was not built, for the reason above."
	say "Taking a tour of the app in its sandbox."
	rm -rf "$output/flatpak/_artifacts"
	(cd "$top/ui/uitest" && BELLHOP_BINARY=$output/flatpak/bellhop "$guide" -test.v -test.timeout 8m \
		-test.artifacts -test.outputdir "$output/flatpak" -test.run '^Test(Tour$|Sandbox)' >&2) ||
		die "The tour of the sandbox failed, for the reason above."
	find "$output/flatpak/_artifacts" -name tour.png -exec mv {} "$output/flatpak/tour.png" \;
	say "The app ran in its sandbox: it connected to the session bus, a call was done and one canceled."
	say "How that looked is in $output/flatpak/tour.png"
}

# set_up_tour installs what a desktop has, for where there is none.
set_up_tour() {
	tour_tools=
	xvfb=xvfb dbus=dbus-daemon
	! have dnf || xvfb=xorg-x11-server-Xvfb
	! have pacman || xvfb=xorg-server-xvfb dbus=dbus
	have Xvfb || tour_tools="$tour_tools $xvfb"
	have dbus-daemon || tour_tools="$tour_tools $dbus"
	shared_services=/usr/share/dbus-1
	[ -e "$shared_services/accessibility-services/org.a11y.atspi.Registry.service" ] || tour_tools="$tour_tools at-spi2-core"
	[ -e "$shared_services/services/org.freedesktop.portal.Desktop.service" ] || tour_tools="$tour_tools xdg-desktop-portal"
	[ -e "$shared_services/services/org.freedesktop.impl.portal.desktop.gtk.service" ] || tour_tools="$tour_tools xdg-desktop-portal-gtk"
	[ -z "$tour_tools" ] || install_tools "The tour of the sandbox is taken" "$tour_tools"
}

# in_sandbox prints a script that starts the app from a desktop of the tour's own.
# Files that portals let in are named by where they are outside, which is not
# where they are inside unless XDG_RUNTIME_DIR is the usual one.
in_sandbox() {
	cat <<-SCRIPT
		#!/bin/sh
		export FLATPAK_USER_DIR='${FLATPAK_USER_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/flatpak}'
		inside='mkdir -p "\$1" && ln -s /run/flatpak/doc "\$1/doc"; shift; exec bellhop "\$@"'
		exec flatpak run --die-with-parent --command=sh $app_id -c "\$inside" sh "\$XDG_RUNTIME_DIR" "\$@"
	SCRIPT
}
