# shellcheck shell=sh
# Go: whether it is there, is new enough, and where it keeps its things.
: "${top:?}" "${verb:?}"

# find_go sets go_root, go_modules, go_env, go_path, go_flags and go_version.
find_go() {
	go_wanted=$(sed -n 's/^go //p' "$top/go.mod")
	have go || [ ! -x /usr/local/go/bin/go ] || PATH=/usr/local/go/bin:$PATH
	have go || die "Go is missing: install Go $go_wanted or newer as go.dev/doc/install tells, then type: PATH=/usr/local/go/bin:\$PATH build-aux/dev $verb"

	# Inside the module, a Go that may do so fetches and becomes the version
	# that go.mod asks for.
	go_settings=$(cd "$top" && GOWORK=off go env GOVERSION GOROOT GOMODCACHE GOPATH GOFLAGS GOENV) ||
		die "Go could not become version $go_wanted, for the reason above; install it as go.dev/doc/install tells, then type: build-aux/dev $verb"
	{
		read -r go_version
		read -r go_root
		read -r go_modules
		read -r go_path
		read -r go_flags
		read -r go_env
	} <<-SETTINGS
		$go_settings
	SETTINGS
	# What is built must not depend on where the checkout stands, or another one
	# would build gotk4 again: it uses internal/weak. Our own packages must, for
	# go vet looks for their cgo sources where they were built; -D changes nothing
	# else.
	checkout=$(printf '%s' "$top" | cksum | cut -d ' ' -f 1)
	go_flags="-trimpath -gcflags=$(sed -n 's/^module //p' "$top/go.mod")/...=-D=$checkout $go_flags"
	go_version=${go_version%% *}
	go_version=${go_version#go}

	newest=$(printf '%s\n' "$go_wanted" "$go_version" | sort -V | tail -n 1)
	[ "$newest" = "$go_version" ] || die_of_old_go
}

die_of_old_go() {
	toolchains_since=1.21
	newest=$(printf '%s\n' "$toolchains_since" "$go_version" | sort -V | tail -n 1)
	if [ "$newest" = "$go_version" ]; then
		die "Go $go_version is too old, Bellhop needs $go_wanted; to let Go fetch that version, type: GOTOOLCHAIN=auto build-aux/dev $verb"
	fi
	die "Go $go_version at $(command -v go) is too old, Bellhop needs $go_wanted; install it as go.dev/doc/install tells, then type: PATH=/usr/local/go/bin:\$PATH build-aux/dev $verb"
}

download_modules() {
	enter go mod download || die_of_download "The Go modules"
}

# first_build_mark is there once gotk4 has been built by this Go for these headers.
first_build_mark() {
	printf '%s/bellhop-%s-%s' "$go_cache" "$go_version" \
		"$(grep gotk4 "$top/go.sum" | sha256sum | cut -c1-12)"
}

announce_first_build() {
	[ ! -e "$(first_build_mark)" ] || return 0
	say "The first build compiles gotk4, Go's binding to GTK, which takes about 11 minutes"
	say "on two cores; later ones take seconds. The packages show as their turn comes."
}

first_build_done() { : >"$(first_build_mark)"; }

app_version() { sed -n "s/^ *version: '\(.*\)',\$/\1/p" "$top/meson.build"; }
