//go:build race

package tasks_test

import "time"

// stressTime is long where races are looked for.
const stressTime = 30 * time.Second
