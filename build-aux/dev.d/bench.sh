# shellcheck shell=sh
# How fast Bellhop is, alone and beside others.
: "${top:?}" "${output:?}" "${verb:?}" "${debian_packages:?}"

# with_peers has set_up install what the others need as well. A private root is
# named for its packages, so the one with these stands beside the usual one.
with_peers() {
	debian_packages="$debian_packages libdex-dev gjs python3-gi d-spy"
	fedora_peers="libdex-devel gjs python3-gobject d-spy"
	arch_peers="libdex gjs python-gobject d-spy"
}

# bench runs the benchmarks. With -bench, go tests one package after another.
bench() {
	measured=$output/bench/benchmarks
	mkdir -p "$output/bench"
	enter go test -run '^$' -bench . -benchtime 0.5s -count 3 \
		./tasks ./tasks/mainloop ./tasks/gasync ./tasks/bus | tee "$measured"
	! grep -q '^FAIL' "$measured" || die "A benchmark failed; its messages stand above."
	conclude "$measured"
}

# bench_peers CALLS WORKERS: times the same calls by Bellhop and by others.
bench_peers() {
	measured=$output/bench/peers
	mkdir -p "$output/bench"
	enter dbus-run-session -- "$top/build-aux/bench/peers" "$1" "$2" | tee "$measured"
	[ "$(tail -n 1 "$measured")" = "== done" ] || die "Not all could be timed; the reason stands above."
	conclude "$measured"
}

# bench_ui measures the window itself, beside a bare one and that of D-Spy.
bench_ui() {
	measured=$output/bench/ui
	mkdir -p "$output/bench"
	enter go build -buildvcs=false -o "$output/bench/barewindow" ./build-aux/bench/barewindow ||
		die "The window that Bellhop is held against could not be built; the compiler's messages stand above."
	enter env BELLHOP_BINARY="$output/bellhop" BELLHOP_BARE_WINDOW="$output/bench/barewindow" BELLHOP_DSPY=d-spy \
		go test -run '^$' -bench . -benchtime 1x -timeout 10m ./ui/uitest | tee "$measured"
	awk -f "$top/build-aux/bench/window.awk" "$measured"
	! grep -q '^FAIL' "$measured" || die "Not all could be measured; the reason stands above."
}

# conclude FILE: what was measured several times, and what it comes to.
conclude() {
	echo "== median of three rounds"
	awk -f "$top/build-aux/bench/medians.awk" "$1" | sort | tee "$1.medians"
	echo "== ratios"
	awk -f "$top/build-aux/bench/ratios.awk" "$1.medians"
}
