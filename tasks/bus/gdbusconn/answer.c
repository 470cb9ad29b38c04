#include "answer.h"

GDBusMessage *bellhop_answer_finish(uintptr_t connection, uintptr_t result,
                                    GError **error) {
  return g_dbus_connection_send_message_with_reply_finish(
      (GDBusConnection *)connection, (GAsyncResult *)result, error);
}

void *bellhop_answer_take(GDBusMessage *message, gsize *size, GError **error) {
  void *blob = g_dbus_message_to_blob(
      message, size, G_DBUS_CAPABILITY_FLAGS_UNIX_FD_PASSING, error);
  g_object_unref(message);
  return blob;
}
