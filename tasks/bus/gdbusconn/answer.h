#ifndef BELLHOP_ANSWER_H
#define BELLHOP_ANSWER_H

#include <gio/gio.h>
#include <stdint.h>

// bellhop_answer_finish ends g_dbus_connection_send_message_with_reply: the
// message is the caller's, or NULL and the error is.
GDBusMessage *bellhop_answer_finish(uintptr_t connection, uintptr_t result,
                                    GError **error);

// bellhop_answer_take frees the message, and returns it as bytes, for g_free, or
// NULL and an error.
void *bellhop_answer_take(GDBusMessage *message, gsize *size, GError **error);

#endif
