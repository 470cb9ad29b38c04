#ifndef BELLHOP_MESSAGE_H
#define BELLHOP_MESSAGE_H

#include <gio/gio.h>
#include <stdint.h>

// bellhop_message_new makes a message of bytes, with the serial that stands there,
// or returns NULL and an error.
GDBusMessage *bellhop_message_new(void *blob, gsize size, GError **error);

// bellhop_message_send queues a message and frees it. It returns FALSE and an
// error if the connection has ended.
gboolean bellhop_message_send(uintptr_t connection, GDBusMessage *message,
                              GError **error);

// bellhop_message_take frees the message, and returns it as bytes, for g_free, or
// NULL and an error.
void *bellhop_message_take(GDBusMessage *message, gsize *size, GError **error);

#endif
