# Prints the median of everything that was measured several times, from lines of
# `go test -bench` or lines "NAME WORKLOAD MICROSECONDS us/call".

/^Benchmark/ {
  name = $1
  sub(/^Benchmark/, "", name)
  sub(/-[0-9]+$/, "", name)
  for (i = 3; i < NF; i += 2)
    add(name, $(i + 1), $i)
}

$4 == "us/call" { add($1 " " $2, $4, $3) }

END {
  for (name_unit in count) {
    split(name_unit, part, SUBSEP)
    printf "%s %.1f %s\n", part[1], median(name_unit, count[name_unit]), part[2]
  }
}

function add(name, unit, value) {
  values[name, unit, ++count[name, unit]] = value
}

# median of values[key, 1] to values[key, n]. An even number's is the lower one.
function median(key, n,    sorted, i, j) {
  for (i = 1; i <= n; i++) {
    for (j = i; j > 1 && sorted[j - 1] > values[key, i] + 0; j--)
      sorted[j] = sorted[j - 1]
    sorted[j] = values[key, i] + 0
  }
  return sorted[int((n + 1) / 2)]
}
