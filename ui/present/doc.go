// Package present turns a task, a connection, a value or an error into the
// words, the icon and the style class that a widget shows, and a filled-in form
// into the call that it means.
//
// It knows nothing of a toolkit: everything here is a function of its
// arguments, safe to call from any goroutine, and never blocks.
//
// # Text
//
// Every text that it hands out is valid UTF-8 without NUL and without control
// characters but, in a block, newlines and tabs; it is cut where it would be too
// long to show. What a bus sent is data: the texts are not markup, and a widget
// must be told so. Words are in the language of package tr; the states are the names
// that tests and screen readers hold on to. What [RightToLeft] and [Code] give has
// marks in it, and is for the eye alone.
//
// Icons are names of the freedesktop icon theme, classes are libadwaita's.
package present
