package bus

// MaxFiles is how many files may go with a message. Buses let through no more,
// unless their administrators have them do so.
const MaxFiles = 16

// File names a file to send: it is opened when the call is sent, and closed
// once the message is on its way. A handle among the arguments is the index of
// a File in [Call.Files].
type File struct {
	Path     string
	Writable bool // open it for reading and writing, not just for reading
}

// FileInfo tells of a file descriptor that came in. The descriptor itself has
// been closed: nobody asked for what is in it, and a bus has few of them.
type FileInfo struct {
	Name string // what the system calls it: a path, "socket:[1234]", "pipe:[99]"
	Kind string // for people: "file", "directory", "pipe", "socket", "device", "other"
	Size int64  // of a regular file, in bytes; -1 for others
}
