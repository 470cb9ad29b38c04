// Package ui is Bellhop's window: the tasks, the connections that they run on,
// and the dialogs that ask for more. It shows snapshots and passes on what is
// pressed; it knows neither a bus nor a library that talks to one.
//
// # Threads
//
// Everything runs on the main loop's thread, [Run] included, and nothing there
// waits for anything. What changes elsewhere is announced by a wake on any
// goroutine, which asks a pace for a run on the main loop; a pace runs at most
// once a frame, and more seldom when a run takes long, so that work that falls
// behind cannot take the loop for itself.
//
// # Cost
//
// The list of tasks has one model, whose items are empty: a row looks up by its
// position what it shows. A change costs what package present's Listing says,
// and touches only rows on screen, in which only the widgets that differ. Running
// tasks are shown as of the last full second. What is made of many widgets is made,
// and taken apart, a few at a time: see objectDetails; what a row is made of is kept
// for the next: see rowWidgets.
//
// # Who holds what
//
// An interface file, one for each kind of widget, says what it is made of; a Go
// struct of the same name holds the parts that change. The binding keeps signal
// handlers as long as their widget, so a handler that holds its own widget keeps
// both for ever: handlers hold plain data, or reach their owner weakly (see
// weakly), or let go when their dialog is closed. What lasts as long as its window is
// let go with it (see lasting): to follow a weak pointer may take as long as a
// collection. The tests see to it that windows and dialogs are freed.
//
// # Without a window
//
// Tasks may go on when the window is closed; see background for when the program
// then ends. What a person has chosen is in settings, which Run opens and whoever
// needs it is handed.
//
// # Text
//
// What a bus sent is shown through package present and never as markup. In a window
// that is laid out from right to left, what is of D-Bus keeps its own direction: see
// setText and keepLeftToRight. What is typed counts as it is typed; what is wrong with
// it is said under it, to screen readers too: see formField and numberField.
package ui
