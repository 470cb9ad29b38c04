#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

GIOStream *bellhop_stream_finish(uintptr_t result, GError **error) {
  return g_dbus_address_get_stream_finish((GAsyncResult *)result, NULL, error);
}

GIOStream *bellhop_stream_new(int fd, GError **error) {
  int own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (own < 0) {
    int why = errno;
    g_set_error_literal(error, G_IO_ERROR, g_io_error_from_errno(why),
                        g_strerror(why));
    return NULL;
  }
  GSocket *socket = g_socket_new_from_fd(own, error);
  if (socket == NULL) {
    close(own);
    return NULL;
  }
  GSocketConnection *stream =
      g_socket_connection_factory_create_connection(socket);
  g_object_unref(socket);
  return G_IO_STREAM(stream);
}

int bellhop_stream_socket(uintptr_t stream) {
  GSocket *socket = g_socket_connection_get_socket((GSocketConnection *)stream);
  return fcntl(g_socket_get_fd(socket), F_DUPFD_CLOEXEC, 3);
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
