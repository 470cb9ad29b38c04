// Package practice is the practice service: a real service on a bus, for
// learning and for tests, whose methods sleep, add, fail, echo, flood and never
// answer.
//
// It has a connection of its own, so a call to it goes through the bus like a
// call to any other program. Its methods run concurrently, up to a bound, above
// which it answers LimitsExceeded; NeverAnswer costs nothing however often it
// is called.
package practice
