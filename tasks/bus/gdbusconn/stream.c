#include "stream.h"

GIOStream *bellhop_stream_finish(uintptr_t result, GError **error) {
  return g_dbus_address_get_stream_finish((GAsyncResult *)result, NULL, error);
}

void bellhop_stream_shutdown(uintptr_t stream) {
  if (G_IS_SOCKET_CONNECTION((gpointer)stream)) {
    GSocket *socket =
        g_socket_connection_get_socket((GSocketConnection *)stream);
    g_socket_shutdown(socket, TRUE, TRUE, NULL);
  }
}

void bellhop_stream_close(uintptr_t stream) {
  g_io_stream_close((GIOStream *)stream, NULL, NULL);
}
