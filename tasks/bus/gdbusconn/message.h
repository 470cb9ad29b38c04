#ifndef BELLHOP_MESSAGE_H
#define BELLHOP_MESSAGE_H

#include <gio/gio.h>
#include <stdint.h>

// bellhop_message_new makes a message of bytes, with the serial that stands there,
// and of n file descriptors, which belong to the message then. It may return NULL
// and an error instead.
GDBusMessage *bellhop_message_new(void *blob, gsize size, const int *files,
                                  int n, GError **error);

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
