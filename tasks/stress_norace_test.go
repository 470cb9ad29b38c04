//go:build !race

package tasks_test

import "time"

const stressTime = 2 * time.Second
