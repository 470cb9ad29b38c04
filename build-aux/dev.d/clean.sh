# shellcheck shell=sh
# Taking away what the script made.
: "${cache:?}" "${output:?}"

clean() {
	before=$(made_kb)
	if [ -d "$cache" ]; then
		exec 8>"$cache/in-use.lock" 9>"$cache/making.lock"
		{ flock -n 8 && flock -n 9; } || die "Another run is at work in $cache; end it, then type: build-aux/dev clean"
		sweep_half_made
		forget_standins
		rm -rf --one-file-system "$cache"/root-* "$cache"/go-build-* "${cache:?}/home" "$cache/flatpak"
		rm -f "$cache/in-use.lock" "$cache/making.lock"
		rmdir --ignore-fail-on-non-empty "$cache"
	fi
	rm -rf --one-file-system "$output"
	say "Freed $(((before - $(made_kb)) / 1024)) MB. Installed packages and Go's module cache stay as they are."
}

# made_kb prints how much disk everything takes that the script made.
made_kb() {
	du -skc "$cache"/root-* "$cache"/go-build-* "$cache"/half-made.* "$cache/home" "$cache/flatpak" "$output" 2>/dev/null |
		awk 'END { print $1 + 0 }'
}
