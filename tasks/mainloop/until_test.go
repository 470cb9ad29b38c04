package mainloop_test

import (
	"testing"
)

func TestRunUntilTurnsTheLoopUntilDone(t *testing.T) {
	returned := make(chan int)
	done := make(chan struct{})
	ran := make(chan struct{})
	err := loop.Post(func() {
		// Nested, as the end of a program is not to be had in the middle of a test.
		count := 0
		if err := loop.Post(func() { count++; close(ran) }); err != nil {
			t.Error(err)
		}
		loop.RunUntil(done)
		returned <- count
	})
	if err != nil {
		t.Fatal(err)
	}
	<-ran
	close(done)
	if count := <-returned; count != 1 {
		t.Fatalf("%d posted functions ran before RunUntil returned, want 1", count)
	}
}

func TestRunUntilOffTheThreadPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("RunUntil off the loop's thread did not panic")
		}
	}()
	loop.RunUntil(nil)
}
