# shellcheck shell=sh
# Talking to whoever typed the command. Everything goes to standard error, so
# that the output of `build-aux/dev exec` is the command's alone.

say() { printf '%s\n' "$*" >&2; }

die() {
	say "build-aux/dev: $*"
	exit 1
}

# pulse WHAT COMMAND...: runs the command, with a line every so often that tells
# for how long it has been at work.
pulse() {
	pulse_what=$1
	shift
	beat "$pulse_what" 8>&- 9>&- &
	pulse_pid=$!
	pulse_status=0
	"$@" || pulse_status=$?
	kill "$pulse_pid" 2>/dev/null || :
	wait "$pulse_pid" 2>/dev/null || :
	return "$pulse_status"
}

# beat WHAT: the lines of pulse, for as long as the script lives.
beat() {
	trap 'kill "${beat_sleep:-}" 2>/dev/null; exit 0' TERM
	beat_seconds=0
	beat_step=60
	[ ! -t 2 ] || beat_step=15
	while kill -0 $$ 2>/dev/null; do
		sleep "$beat_step" >/dev/null 2>&1 &
		beat_sleep=$!
		wait "$beat_sleep"
		beat_seconds=$((beat_seconds + beat_step))
		say "    ... still $1, $((beat_seconds / 60)) min $((beat_seconds % 60)) s so far"
	done
}

# have COMMAND: whether it can be run.
have() { command -v "$1" >/dev/null 2>&1; }
