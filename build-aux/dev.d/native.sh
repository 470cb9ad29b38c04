# shellcheck shell=sh
# The system's own packages, where they are new enough.
: "${verb:?}" "${debian_packages:?}"

gtk_wanted=4.18
adwaita_wanted=1.7

# read_system sets system to the package manager of a system that offers GTK
# and libadwaita new enough, and to nothing elsewhere.
read_system() {
	system=
	system_name=$(read_os_release PRETTY_NAME)
	system_id=$(read_os_release ID)
	system_kin=" $system_id $(read_os_release ID_LIKE) "
	system_version=$(read_os_release VERSION_ID)
	case $system_id in
	# Debian testing and unstable have no version.
	debian) ! at_least "${system_version:-99}" 13 || system=apt ;;
	ubuntu) ! at_least "$system_version" 25.04 || system=apt ;;
	fedora) ! at_least "$system_version" 42 || system=dnf ;;
	*) case $system_kin in *" arch "*) system=pacman ;; esac ;;
	esac
}

read_os_release() {
	# shellcheck source=/dev/null
	(. /etc/os-release && eval "printf '%s' \"\${$1:-}\"") 2>/dev/null || :
}

# at_least HAVE WANT: whether a version is as new as another.
at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

native_packages() {
	case $system in
	apt) printf '%s' "$debian_packages" ;;
	dnf) cat <<-LIST ;;
		gcc pkgconf-pkg-config gtk4-devel libadwaita-devel gobject-introspection-devel
		gtk4 librsvg2 adwaita-icon-theme gsettings-desktop-schemas dejavu-sans-fonts
		xorg-x11-server-Xvfb dbus-daemon at-spi2-core glib2-devel
		desktop-file-utils appstream ShellCheck meson gettext git-core ${fedora_peers:-}
	LIST
	pacman) cat <<-LIST ;;
		gcc pkgconf gtk4 libadwaita gobject-introspection librsvg adwaita-icon-theme
		gsettings-desktop-schemas ttf-dejavu cantarell-fonts xorg-server-xvfb dbus
		at-spi2-core glib2-devel desktop-file-utils appstream shellcheck meson gettext git ${arch_peers:-}
	LIST
	esac
}

# set_up_native installs what is missing. The package managers skip what is there.
set_up_native() {
	missing=$(missing_packages)
	[ -n "$missing" ] || return 0
	case $system in
	apt) native_install="apt-get install -y --no-install-recommends" ;;
	dnf) native_install="dnf install -y --setopt=install_weak_deps=False" ;;
	# Arch does not support newer packages beside older ones, hence the u.
	pacman) native_install="pacman -Syu --needed --noconfirm" ;;
	esac
	# Package names are words.
	# shellcheck disable=SC2086
	install_packages "Bellhop is built with packages of $system_name that are not installed." \
		$native_install $missing
	check_native_versions
}

# missing_packages prints those that are not installed, each after a blank.
missing_packages() {
	for package in $(native_packages); do
		case $system in
		apt) apt_has "$package" ;;
		dnf) rpm -q --quiet --whatprovides "$package" 2>/dev/null ;;
		pacman) [ -z "$(pacman -T "$package")" ] ;;
		esac || printf ' %s' "$package"
	done
}

apt_has() {
	[ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = 'ii ' ]
}

check_native_versions() {
	pkg-config --exists "gtk4 >= $gtk_wanted" "libadwaita-1 >= $adwaita_wanted" ||
		die "This system's GTK $(pkg-config --modversion gtk4) or libadwaita $(pkg-config --modversion libadwaita-1) is older than $gtk_wanted and $adwaita_wanted; type: BELLHOP_PRIVATE=1 build-aux/dev $verb"
}
