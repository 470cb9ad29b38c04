# Prints what the medians of one run, as medians.awk gives them, come to, and the
# bar for each. What was not measured is left out.

{
  value = $(NF - 1)
  name = $0
  sub(/ [^ ]+ [^ ]+$/, "", name)
  sub(/ concurrent.*$/, " at once", name)
  took[name, $NF] = value
}

END {
  ns = "ns/op"
  us = "us/call"
  submit = took["SubmitWait", ns]
  most("ns for an empty task through Submit and Wait", submit, 3000)
  most("times an errgroup.Go", ratio(submit, took["ErrgroupGo", ns]), 4)
  most("bytes for a finished task in the list", took["FinishedTaskBytes", "B/task"], 1024)
  least("of plain godbus's calls a second, 64 at once, godbus backend",
    ratio(took["PlainGodbus/concurrent64", ns], took["Call/godbus/concurrent64", ns]), 0.9)

  godbus = took["bellhop-godbus at once", us]
  peer = best_peer("at once")
  least("times the best peer's calls a second, at once, godbus backend", ratio(peer, godbus), 2.5)
  least("of plain godbus's calls a second, at once, godbus backend",
    ratio(took["plain-godbus at once", us], godbus), 0.9)
  least("of the bare socket's calls a second, at once, godbus backend",
    ratio(took["raw-socket at once", us], godbus), 0.55)
  most("of the best peer's time, at once, GDBus backend",
    ratio(took["bellhop-gdbus at once", us], peer), 1)
  peer = best_peer("sequential")
  most("of the best peer's time, one after another, godbus backend",
    ratio(took["bellhop-godbus sequential", us], peer), 0.9)
  most("of the best peer's time, one after another, GDBus backend",
    ratio(took["bellhop-gdbus sequential", us], peer), 1)
}

function ratio(a, b) { return a != "" && b > 0 ? a / b : "" }

# best_peer is the shortest time of those that Bellhop is held against.
function best_peer(workload,    peers, i, time, best) {
  for (i = split("libdex gjs pygobject", peers); i > 0; i--) {
    time = took[peers[i] " " workload, "us/call"]
    if (time != "" && (best == "" || time + 0 < best + 0))
      best = time
  }
  return best
}

function most(what, value, bar) { line(what, value, "at most", bar, value + 0 <= bar) }
function least(what, value, bar) { line(what, value, "at least", bar, value + 0 >= bar) }

function line(what, value, word, bar, met) {
  if (value == "")
    return
  printf "%-6s %8s  %s %s: %s\n", met ? "ok" : "MISSED", number(value), word, bar, what
}

function number(value) { return sprintf(value < 100 ? "%.2f" : "%.0f", value) }
