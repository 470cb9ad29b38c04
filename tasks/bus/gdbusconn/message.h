#ifndef BELLHOP_MESSAGE_H
#define BELLHOP_MESSAGE_H

#include <gio/gio.h>
#include <stdint.h>

// bellhop_message_new makes a message of bytes, with the serial that stands there,
// or returns NULL and an error.
GDBusMessage *bellhop_message_new(void *blob, gsize size, GError **error);

// bellhop_message_set_files gives the message n file descriptors, which are its own
// then.
void bellhop_message_set_files(GDBusMessage *message, const int *files, int n);

// bellhop_message_is_whole tells whether GDBus has read all that is in the bytes.
gboolean bellhop_message_is_whole(GDBusMessage *message, const void *blob);

// bellhop_message_can_have_files tells whether the other side of the connection
// takes file descriptors. A message with some would end a connection otherwise.
gboolean bellhop_message_can_have_files(uintptr_t connection);

// bellhop_message_send queues a message and frees it. It returns FALSE and an
// error if the connection has ended.
gboolean bellhop_message_send(uintptr_t connection, GDBusMessage *message,
                              GError **error);

// bellhop_message_files returns the n file descriptors that came with a message,
// which stay the message's.
const int *bellhop_message_files(GDBusMessage *message, int *n);

// bellhop_message_take frees the message, and returns it as bytes, for g_free, or
// NULL and an error.
void *bellhop_message_take(GDBusMessage *message, gsize *size, GError **error);

#endif
