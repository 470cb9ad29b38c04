# Prints what the benchmarks of the window measured, a line "NAME NUMBER" each, and
# then the bars of what is held on to.

/^Benchmark/ {
  for (i = 3; i < NF; i += 2)
    if ($(i + 1) != "ns/op")
      took[$(i + 1)] = $i
}

END {
  ratio("first-frame-ratio", "first-frame-ms", "bare-first-frame-ms")
  ratio("first-frame-d-spy-ratio", "first-frame-ms", "d-spy-first-frame-ms")
  ratio("memory-ratio", "memory-mb", "bare-memory-mb")
  ratio("memory-d-spy-ratio", "memory-mb", "d-spy-memory-mb")
  for (name in took)
    print name, took[name] | "sort"
  close("sort")
  print "== bars"
  most("first-frame-ratio", 1.3, "a bare window of the binding")
  most("first-frame-d-spy-ratio", 1, "D-Spy")
  most("memory-ratio", 1.3, "a bare window of the binding, at the first frame")
  most("loop-delay-p99-ms", 8, "1,000 tasks running, 5,000 finishing a second")
  most("loop-delay-max-ms", 50, "1,000 tasks running, 5,000 finishing a second")
  most("cancel-p99-ms", 50, "1,000 calls running")
  most("list-100k-stall-max-ms", 16, "filter, search, sort and clear")
  most("cancel-all-10k-s", 1, "calls")
}

function ratio(name, a, b) {
  if (took[a] != "" && took[b] > 0)
    took[name] = sprintf("%.2f", took[a] / took[b])
}

function most(name, bar, of) {
  if (name in took)
    printf "%-6s %8s  at most %s: %s (%s)\n", took[name] + 0 <= bar ? "ok" : "MISSED", took[name], bar, name, of
}
