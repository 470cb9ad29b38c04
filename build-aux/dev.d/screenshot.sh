# shellcheck shell=sh
# Pictures of all that the window shows.
: "${top:?}" "${output:?}"

# screenshot DIRECTORY: a directory in it for each look. What is in store/ and
# store-dark/ is what README and data/screenshots show.
screenshot() {
	mkdir -p "$1" || die "$1 cannot be made; name another directory, as in: build-aux/dev screenshot build/pictures"
	wanted=$(CDPATH='' cd -- "$1" && pwd -P)
	# The private root may not see where they are wanted.
	taken=$output/screenshots
	rm -rf "$taken"
	pulse "taking pictures" enter env BELLHOP_SCREENSHOTS="$taken" BELLHOP_BINARY="$output/bellhop" \
		go test -count=1 -timeout 40m -run '^TestSights$' ./ui/uitest ||
		die "Not all pictures could be taken; the reason stands above."
	[ "$wanted" = "$taken" ] || cp -R "$taken/." "$wanted"
	say "The pictures are in $wanted"
}
