#ifndef BELLHOP_STREAM_H
#define BELLHOP_STREAM_H

#include <gio/gio.h>
#include <stdint.h>

// bellhop_stream_finish ends g_dbus_address_get_stream: the stream is the
// caller's, or NULL and the error is.
GIOStream *bellhop_stream_finish(uintptr_t result, GError **error);

// bellhop_stream_new makes a stream of a duplicate of a socket: it is the caller's,
// or NULL and the error is.
GIOStream *bellhop_stream_new(int fd, GError **error);

// bellhop_stream_socket returns a duplicate of the stream's socket, or -1 and errno.
int bellhop_stream_socket(uintptr_t stream);

// bellhop_stream_shutdown ends every read and write on the stream's socket. It
// may be called from any thread while the stream is in use.
void bellhop_stream_shutdown(uintptr_t stream);

// bellhop_stream_close gives the socket back. Nothing may use the stream any
// more.
void bellhop_stream_close(uintptr_t stream);

#endif
