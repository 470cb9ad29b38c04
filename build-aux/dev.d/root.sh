# shellcheck shell=sh
# The private Debian 13 root, for systems whose own GTK is too old.
: "${cache:?}" "${verb:?}"

debian_suite=trixie

# What Bellhop is built, run and checked with, on every Debian-like system.
debian_packages='
	gcc libc6-dev pkg-config libgtk-4-dev libadwaita-1-dev libgirepository1.0-dev
	libgtk-4-bin librsvg2-common adwaita-icon-theme gsettings-desktop-schemas
	fonts-cantarell fonts-dejavu-core xvfb dbus dbus-daemon at-spi2-core libglib2.0-bin
	desktop-file-utils appstream shellcheck meson gettext git ca-certificates'
debian_keys=/usr/share/keyrings/debian-archive-keyring.gpg

# A root is named for what is in it, so another list makes another root. The
# number grows when settle_root changes.
root_name() {
	# Words are what counts, not the blanks between them.
	# shellcheck disable=SC2086
	root=$cache/root-$(printf '%s ' 2 $debian_suite $debian_packages | sha256sum | cut -c1-12)
}

set_up_root() {
	root_name
	set_up_root_tools
	check_namespaces
	[ -d "$root" ] || make_root
}

# set_up_root_tools installs the only packages that the system itself gets.
set_up_root_tools() {
	root_tools=
	have mmdebstrap || root_tools="$root_tools mmdebstrap"
	have bwrap || root_tools="$root_tools bubblewrap"
	# What an ordinary user's namespace with several users in it takes.
	[ "$(id -u)" -eq 0 ] || have newuidmap || root_tools="$root_tools uidmap"
	[ -e "$debian_keys" ] || root_tools="$root_tools debian-archive-keyring"
	[ -n "$root_tools" ] || return 0
	have apt-get || die "$system_name is not supported: its GTK is not known to be new enough; for a private Debian 13 root install$root_tools, then type: build-aux/dev $verb"
	# Package names are words.
	# shellcheck disable=SC2086
	install_packages "The GTK of $system_name is too old, so Bellhop is built in a private Debian 13 root, which these packages make." \
		apt-get install -y --no-install-recommends $root_tools
}

# check_namespaces tries what entering the root takes.
check_namespaces() {
	! bwrap --bind / / --dev /dev --proc /proc --unshare-pid true 2>/dev/null || return 0
	if [ "$(sysctl_value kernel/apparmor_restrict_unprivileged_userns)" = 1 ]; then
		remedy='sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0'
	elif [ "$(sysctl_value kernel/unprivileged_userns_clone)" = 0 ]; then
		remedy='sudo sysctl kernel.unprivileged_userns_clone=1'
	elif [ "$(sysctl_value user/max_user_namespaces)" = 0 ]; then
		remedy='sudo sysctl user.max_user_namespaces=10000'
	else
		die "This machine allows no namespaces, which the private root needs; if it is a container, start it with --privileged, then type: build-aux/dev $verb"
	fi
	die "This machine allows no user namespaces, which the private root needs; type: $remedy && build-aux/dev $verb"
}

sysctl_value() { cat "/proc/sys/$1" 2>/dev/null || :; }

# make_root makes the root beside its place and moves it there when it is whole.
# One run makes it, any other waits.
make_root() {
	mkdir -p "$cache"
	(
		flock -n 9 || {
			say "Another run is making the private Debian 13 root; waiting for it."
			flock 9
		}
		[ -d "$root" ] || make_root_alone
	) 9>"$cache/making.lock" || exit 1
}

make_root_alone() {
	sweep_half_made
	[ "$(id -u)" -eq 0 ] || check_subordinate_ids
	half_made=$(mktemp -d "$cache/half-made.XXXXXX")
	scratch=$(scratch_of "$half_made")
	# Others may pass, but not look: the user of mmdebstrap's namespace is another.
	{ mkdir -m 711 "$scratch" && mkdir "$half_made/root"; } ||
		die "No directory could be made in $cache or /var/tmp; see that both can be written, then type: build-aux/dev $verb"

	say "Making a private Debian 13 root in $root (about a minute, 1.3 GB)."
	pulse "making the private root" fill_root ||
		{
			tail -n 20 "$half_made/log" >&2
			sweep_half_made
			die_of_download "The packages of Debian 13"
		}
	{ settle_root "$half_made/root" && mv -T "$half_made/root" "$root"; } ||
		die "The private root could not be finished, for the reason above; when it is mended, type: build-aux/dev $verb"
	sweep_half_made
}

# fill_root unpacks as the user what mmdebstrap makes in a namespace of its own:
# a directory made there would belong to a user that may not be deleted here.
fill_root() {
	# shellcheck disable=SC2086
	set -- $debian_packages
	include=$(printf '%s,' "$@")
	if [ "$(id -u)" -eq 0 ]; then
		# What mmdebstrap mounts and starts goes when it goes, however it goes.
		set -- unshare --mount --pid --fork --kill-child --mount-proc mmdebstrap --mode=root
	else
		set -- mmdebstrap --mode=unshare
	fi
	{
		TMPDIR=$scratch "$@" --variant=minbase --include="${include%,}" \
			--dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
			--format=tar "$debian_suite" - ${BELLHOP_MIRROR:+"$BELLHOP_MIRROR"} 2>"$half_made/log" ||
			: >"$half_made/failed"
	} | tar -x -C "$half_made/root" --no-same-owner --exclude='./dev/*' 2>>"$half_made/log" &&
		[ ! -e "$half_made/failed" ]
}

# settle_root DIRECTORY: gives the root what a machine has of its own. Its last
# command proves that the root can be entered and holds the headers.
settle_root() {
	tr -d - </proc/sys/kernel/random/uuid >"$1/etc/machine-id"
	: >"$1/etc/resolv.conf"
	# What a desktop would say about fonts, for where there is none.
	mkdir -p "$1/etc/gtk-4.0"
	printf '[Settings]\ngtk-font-name=Cantarell 11\n' >"$1/etc/gtk-4.0/settings.ini"
	if ! grep -q "^[^:]*:[^:]*:$(id -u):" "$1/etc/passwd"; then
		printf '%s:x:%s:%s::%s:/bin/bash\n' "$(id -un)" "$(id -u)" "$(id -g)" "$HOME" >>"$1/etc/passwd"
		printf '%s:x:%s:\n' "$(id -gn)" "$(id -g)" >>"$1/etc/group"
	fi
	bwrap --bind "$1" / --dev /dev --proc /proc sh -c "$(headers_command)" >"$1/etc/bellhop-headers"
}

check_subordinate_ids() {
	for file in /etc/subuid /etc/subgid; do
		grep -qE "^($(id -un)|$(id -u)):" "$file" 2>/dev/null ||
			die "You have no subordinate user ids, which making the private root takes; type: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $(id -un) && build-aux/dev $verb"
	done
}

# scratch_of HALF_MADE: where mmdebstrap works meanwhile. A home directory is
# often closed to the user of its namespace.
scratch_of() { printf '/var/tmp/bellhop-%s-%s' "$(id -u)" "${1##*.}"; }

# sweep_half_made removes what a run that was cut off left. The caller holds the lock.
sweep_half_made() {
	for left in "$cache"/half-made.*; do
		[ -d "$left" ] || continue
		sweep_scratch "$(scratch_of "$left")"
		rm -rf --one-file-system "$left"
	done
}

# sweep_scratch DIRECTORY: an ordinary user owns the directory, but what is in it
# belongs to the user of mmdebstrap's namespace, who may not list it.
sweep_scratch() {
	[ -O "$1" ] || return 0
	[ "$(id -u)" -eq 0 ] || mmdebstrap --unshare-helper rm -rf --one-file-system "$1"/* 2>/dev/null || :
	rm -rf --one-file-system "$1"
}
