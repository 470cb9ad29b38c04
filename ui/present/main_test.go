package present

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// The tests read English, whoever runs them.
func TestMain(m *testing.M) {
	os.Setenv("LC_ALL", "C.UTF-8")
	os.Setenv("LANGUAGE", "")
	goleak.VerifyTestMain(m)
}
