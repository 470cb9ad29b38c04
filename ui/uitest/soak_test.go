package uitest

import (
	"os"
	"strconv"
	"testing"
)

// soakVar says how often the soak opens and closes a dialog.
const soakVar = "BELLHOP_SOAK_WINDOWS"

func TestDialogsLeaveNothingBehind(t *testing.T) {
	const tolerance = 10 << 10 // KiB
	rounds := 100
	if text := os.Getenv(soakVar); text != "" {
		var err error
		if rounds, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s: %v", soakVar, err)
		}
	}
	app := Start(t, Options{})
	var settled int
	for round := range rounds {
		if round == rounds/10 {
			settled = app.ResidentKiB()
		}
		app.Keys("ctrl+n")
		app.Await(Button("Call").In(Dialog()))
		app.Keys("escape")
		app.AwaitGone(Dialog())
	}
	grown := app.ResidentKiB() - settled
	t.Logf("memory grew by %d KiB over %d dialogs, from %d KiB", grown, rounds, settled)
	if grown > tolerance {
		t.Errorf("that is more than %d KiB", tolerance)
	}
}
