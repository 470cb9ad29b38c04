// Package sshbridge reaches the bus of another host: it runs the system's ssh,
// which runs systemd-stdio-bridge over there, and whose standard input and output
// are the transport.
//
// Host keys, passwords and agents are left to ssh and its configuration. ssh has
// no terminal, so that it never stops the program by asking at the one that the
// program was started from: it asks with the program that SSH_ASKPASS names, or
// not at all.
//
// The bus of a container of this machine is reached in the same way, by a
// systemd-stdio-bridge that runs here, see [DialContainer]; what follows holds for
// it too.
//
// [Dial] does not wait until ssh has connected, since the far end says nothing
// before it is spoken to. Whoever speaks over [Bridge.File] gets the end of the
// file when ssh ends, and asks [Bridge.Failure] why; what comes through ssh are
// bytes alone, so descriptors must not be negotiated. Each bridge has a process
// and a goroutine, which end with [Bridge.Close].
package sshbridge
