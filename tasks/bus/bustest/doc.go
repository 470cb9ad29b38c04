// Package bustest helps to test what uses a bus, and what is one.
//
// [StartDaemon] starts a private dbus-daemon. [Conn] is a connection without a
// bus, which answers as a test tells it, and works inside a synctest bubble.
// [TestConn] is what every [bus.Conn] has to pass.
package bustest
