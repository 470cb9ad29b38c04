#include "watch.h"

#include "_cgo_export.h"

// GDBus looks for the call that a reply belongs to only after its filters, so
// Go knows of each reply before the caller does.
static GDBusMessage *filter(GDBusConnection *connection, GDBusMessage *message,
                            gboolean incoming, gpointer handle) {
  if (incoming) {
    switch (g_dbus_message_get_message_type(message)) {
    case G_DBUS_MESSAGE_TYPE_METHOD_RETURN:
    case G_DBUS_MESSAGE_TYPE_ERROR:
      bellhopWatchAnswered((uintptr_t)handle,
                      g_dbus_message_get_reply_serial(message));
      break;
    default:
      break;
    }
  }
  return message;
}

static void closed(GDBusConnection *connection, gboolean vanished,
                   GError *error, gpointer handle) {
  bellhopWatchClosed((uintptr_t)handle, error != NULL ? error->message : NULL);
}

static void release(gpointer handle) { bellhopWatchReleased((uintptr_t)handle); }

BellhopWatch bellhop_watch(uintptr_t connection, uintptr_t handle) {
  BellhopWatch watch = {
      .filter = g_dbus_connection_add_filter((GDBusConnection *)connection,
                                             filter, (gpointer)handle, release),
      .closed = g_signal_connect((gpointer)connection, "closed",
                                 G_CALLBACK(closed), (gpointer)handle),
  };
  return watch;
}

void bellhop_unwatch(uintptr_t connection, BellhopWatch watch) {
  g_signal_handler_disconnect((gpointer)connection, watch.closed);
  g_dbus_connection_remove_filter((GDBusConnection *)connection, watch.filter);
}
