#include "message.h"

#include <gio/gunixfdlist.h>
#include <string.h>

GDBusMessage *bellhop_message_new(void *blob, gsize size, GError **error) {
  return g_dbus_message_new_from_blob(
      blob, size, G_DBUS_CAPABILITY_FLAGS_UNIX_FD_PASSING, error);
}

void bellhop_message_set_files(GDBusMessage *message, const int *files, int n) {
  GUnixFDList *list = g_unix_fd_list_new_from_array(files, n);
  g_dbus_message_set_unix_fd_list(message, list);
  g_object_unref(list);
}

// GDBus counts the gap before the first struct or entry of an array as part of the
// array's length, and so may not see the last one.
gboolean bellhop_message_is_whole(GDBusMessage *message, const void *blob) {
  const gsize body_length = 4; // where it stands
  if (strpbrk(g_dbus_message_get_signature(message), "({v") == NULL)
    return TRUE;
  gsize size;
  char *again = g_dbus_message_to_blob(
      message, &size, G_DBUS_CAPABILITY_FLAGS_UNIX_FD_PASSING, NULL);
  gboolean whole = again != NULL && memcmp(again + body_length,
                                           (const char *)blob + body_length,
                                           sizeof(guint32)) == 0;
  g_free(again);
  return whole;
}

gboolean bellhop_message_can_have_files(uintptr_t connection) {
  return (g_dbus_connection_get_capabilities((GDBusConnection *)connection) &
          G_DBUS_CAPABILITY_FLAGS_UNIX_FD_PASSING) != 0;
}

gboolean bellhop_message_send(uintptr_t connection, GDBusMessage *message,
                              GError **error) {
  gboolean sent = g_dbus_connection_send_message(
      (GDBusConnection *)connection, message,
      G_DBUS_SEND_MESSAGE_FLAGS_PRESERVE_SERIAL, NULL, error);
  g_object_unref(message);
  return sent;
}

const int *bellhop_message_files(GDBusMessage *message, int *n) {
  GUnixFDList *list = g_dbus_message_get_unix_fd_list(message);
  *n = 0;
  return list != NULL ? g_unix_fd_list_peek_fds(list, n) : NULL;
}

void *bellhop_message_take(GDBusMessage *message, gsize *size, GError **error) {
  void *blob = g_dbus_message_to_blob(
      message, size, G_DBUS_CAPABILITY_FLAGS_UNIX_FD_PASSING, error);
  g_object_unref(message);
  return blob;
}
