#include "bare.h"

#include <string.h>

static const char *next(const char **names) {
  const char *name = *names;
  *names += strlen(name) + 1;
  return *name != '\0' ? name : NULL;
}

gboolean bellhop_bare_send(uintptr_t connection, const char *names, guint8 flags,
                           guint32 serial, GError **error) {
  const char *destination = next(&names);
  const char *path = next(&names);
  const char *interface = next(&names);
  const char *member = next(&names);
  GDBusMessage *message =
      g_dbus_message_new_method_call(destination, path, interface, member);
  if (message == NULL)
    return FALSE;
  g_dbus_message_set_flags(message, flags);
  g_dbus_message_set_serial(message, serial);
  gboolean sent = g_dbus_connection_send_message(
      (GDBusConnection *)connection, message,
      G_DBUS_SEND_MESSAGE_FLAGS_PRESERVE_SERIAL, NULL, error);
  g_object_unref(message);
  return sent;
}

gboolean bellhop_bare_open(GDBusMessage *message, BellhopBare *bare) {
  // GDBus lets a serial of zero pass, which the protocol forbids.
  if (g_dbus_message_get_serial(message) == 0 ||
      g_dbus_message_get_num_unix_fds(message) > 0 ||
      g_dbus_message_get_unix_fd_list(message) != NULL)
    return FALSE;
  GVariant *body = g_dbus_message_get_body(message);
  gsize values = body != NULL ? g_variant_n_children(body) : 0;
  if (values > 1)
    return FALSE;
  *bare = (BellhopBare){.sender = g_dbus_message_get_sender(message)};
  if (g_dbus_message_get_message_type(message) == G_DBUS_MESSAGE_TYPE_ERROR)
    bare->error_name = g_dbus_message_get_error_name(message);
  if (values == 0)
    return TRUE;
  // The body holds on to its child, so what that points to outlives the reference.
  g_autoptr(GVariant) value = g_variant_get_child_value(body, 0);
  if (!g_variant_type_is_basic(g_variant_get_type(value)))
    return FALSE;
  bare->type = *g_variant_get_type_string(value);
  bare->data = g_variant_get_data(value);
  bare->size = g_variant_get_size(value);
  return TRUE;
}
