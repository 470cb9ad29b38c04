package mainloop_test

import (
	"fmt"
	"time"

	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/mainloop"
)

// Any goroutine may have a function run where GTK may be touched.
func ExampleLoop_Post() {
	shown := make(chan bool)
	go func() {
		result := "what took long to compute"
		err := loop.Post(func() {
			_ = result // label.SetText(result)
			shown <- loop.OnThread()
		})
		if err != nil {
			fmt.Println("too late:", err)
		}
	}()
	fmt.Println("on the main loop's thread:", <-shown)
	// Output: on the main loop's thread: true
}

// A function that runs a loop of its own holds nothing up: what was posted behind
// it runs in there.
func ExampleLoop_Post_nested() {
	ended := make(chan struct{})
	nested := glib.NewMainLoop(nil, false)
	_ = loop.Post(func() {
		defer close(ended)
		nested.Run() // a dialog's, say
	})
	_ = loop.Post(func() {
		fmt.Println("still alive")
		nested.Quit()
	})
	<-ended
	// Output: still alive
}

// The meter of a window: how late its main loop is.
func ExampleMonitor() {
	monitor := mainloop.StartMonitor(5*time.Millisecond, 100)
	defer monitor.Stop()
	ran := make(chan struct{})
	_ = loop.Post(func() {
		time.Sleep(50 * time.Millisecond) // what nobody should do
		close(ran)
	})
	<-ran
	fmt.Println("late by more than 20 ms:", monitor.Read().Max > 20*time.Millisecond)
	// Output: late by more than 20 ms: true
}
