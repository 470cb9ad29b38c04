#include "cancel.h"

#include <gio/gio.h>
#include <sys/socket.h>
#include <unistd.h>

// In GLib 2.84, g_cancellable_disconnect waits until no handler runs, unlocks the
// GCancellable, and only then disconnects. A cancel in between still runs the
// handler, which the caller takes to be over. GDBus disconnects the handler of a call
// on its own thread, when the reply comes, and then frees the GSource that the
// handler is just making: a crash, here or later in the main loop.
//
// GDBus's calls are behind many of GIO's operations, so that has to be expected of
// any cancel. Calls end on GDBus's thread and on that of their main context: a cancel
// on the latter has nothing beside it as long as the former stands still.

// How long the two threads wait for each other at most.
#define PATIENCE G_TIME_SPAN_SECOND

// A Hold keeps GDBus's thread still. Both threads have a reference.
typedef struct {
  GMutex mutex; // guards what follows
  GCond changed;
  gboolean still;
  gboolean over;
} Hold;

static void clear(gpointer data) {
  Hold *hold = data;
  g_cond_clear(&hold->changed);
  g_mutex_clear(&hold->mutex);
}

static void release(gpointer hold) {
  g_atomic_rc_box_release_full(hold, clear);
}

static void set(Hold *hold, gboolean *what) {
  g_mutex_lock(&hold->mutex);
  *what = TRUE;
  g_cond_signal(&hold->changed);
  g_mutex_unlock(&hold->mutex);
}

static void await(Hold *hold, const gboolean *what) {
  gint64 end = g_get_monotonic_time() + PATIENCE;
  g_mutex_lock(&hold->mutex);
  while (!*what && g_cond_wait_until(&hold->changed, &hold->mutex, end))
    ;
  g_mutex_unlock(&hold->mutex);
}

static gboolean stand_still(gpointer data) {
  Hold *hold = data;
  set(hold, &hold->still);
  await(hold, &hold->over);
  return G_SOURCE_REMOVE;
}

static Hold *hold_new(GMainContext *context) {
  Hold *hold = g_atomic_rc_box_new0(Hold);
  g_mutex_init(&hold->mutex);
  g_cond_init(&hold->changed);
  g_main_context_invoke_full(context, G_PRIORITY_HIGH, stand_still,
                             g_atomic_rc_box_acquire(hold), release);
  return hold;
}

// tell_context runs on GDBus's thread.
static GDBusMessage *tell_context(GDBusConnection *connection,
                                  GDBusMessage *message, gboolean incoming,
                                  gpointer contexts) {
  g_async_queue_push(contexts, g_main_context_ref_thread_default());
  g_object_unref(message);
  return NULL;
}

static GDBusConnection *connect_to(int fd) {
  GSocket *socket = g_socket_new_from_fd(fd, NULL);
  if (socket == NULL) {
    close(fd);
    return NULL;
  }
  GSocketConnection *stream =
      g_socket_connection_factory_create_connection(socket);
  GDBusConnection *connection =
      g_dbus_connection_new_sync(G_IO_STREAM(stream), NULL,
                                 G_DBUS_CONNECTION_FLAGS_NONE, NULL, NULL, NULL);
  g_object_unref(stream);
  g_object_unref(socket);
  return connection;
}

static GMainContext *ask_context(GDBusConnection *connection) {
  GAsyncQueue *contexts = g_async_queue_new();
  guint filter = g_dbus_connection_add_filter(
      connection, tell_context, g_async_queue_ref(contexts),
      (GDestroyNotify)g_async_queue_unref);
  GDBusMessage *message = g_dbus_message_new_signal("/", "still.Still", "Still");
  GMainContext *context = NULL;
  if (g_dbus_connection_send_message(connection, message,
                                     G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL))
    context = g_async_queue_timeout_pop(contexts, PATIENCE);
  g_object_unref(message);
  g_dbus_connection_remove_filter(connection, filter);
  g_async_queue_unref(contexts);
  return context;
}

// find_context finds the main context of the one thread that all connections share,
// which lives as long as the process. A filter is what GDBus runs there.
static gpointer find_context(gpointer data) {
  int fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    return NULL;
  GMainContext *context = NULL;
  GDBusConnection *connection = connect_to(fds[0]);
  if (connection != NULL) {
    context = ask_context(connection);
    g_dbus_connection_close(connection, NULL, NULL, NULL);
    g_object_unref(connection);
  }
  close(fds[1]);
  return context;
}

static gboolean has_handlers(GCancellable *cancellable) {
  guint cancelled = g_signal_lookup("cancelled", G_TYPE_CANCELLABLE);
  return g_signal_has_handler_pending(cancellable, cancelled, 0, FALSE);
}

void bellhop_cancel(uintptr_t pointer) {
  static GOnce once = G_ONCE_INIT;
  GCancellable *cancellable = (GCancellable *)pointer;
  GMainContext *context = NULL;
  if (has_handlers(cancellable))
    context = g_once(&once, find_context, NULL);
  if (context == NULL) {
    g_cancellable_cancel(cancellable);
    return;
  }
  Hold *hold = hold_new(context);
  await(hold, &hold->still);
  g_cancellable_cancel(cancellable);
  set(hold, &hold->over);
  release(hold);
}
