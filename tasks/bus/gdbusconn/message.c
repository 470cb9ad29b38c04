#include "message.h"

GDBusMessage *bellhop_message_new(void *blob, gsize size, GError **error) {
  return g_dbus_message_new_from_blob(blob, size, G_DBUS_CAPABILITY_FLAGS_NONE,
                                      error);
}

gboolean bellhop_message_send(uintptr_t connection, GDBusMessage *message,
                              GError **error) {
  gboolean sent = g_dbus_connection_send_message(
      (GDBusConnection *)connection, message,
      G_DBUS_SEND_MESSAGE_FLAGS_PRESERVE_SERIAL, NULL, error);
  g_object_unref(message);
  return sent;
}

void *bellhop_message_take(GDBusMessage *message, gsize *size, GError **error) {
  void *blob = g_dbus_message_to_blob(
      message, size, G_DBUS_CAPABILITY_FLAGS_UNIX_FD_PASSING, error);
  g_object_unref(message);
  return blob;
}
