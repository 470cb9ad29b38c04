#include "inbox.h"

#include <string.h>
#include <sys/eventfd.h>

// The filter, the handler and Go each hold a reference.
struct BellhopInbox {
  guint32 first;
  guint filter;
  gulong closed;

  GMutex mutex; // guards what follows
  GArray *answers;
  gboolean ended;
  char *reason;
  int eventfd; // -1 once nobody takes anything any more
};

static void clear_answer(gpointer answer) {
  g_object_unref(((BellhopAnswer *)answer)->message);
}

static void clear(gpointer data) {
  BellhopInbox *inbox = data;
  g_array_set_clear_func(inbox->answers, clear_answer);
  g_array_unref(inbox->answers);
  g_free(inbox->reason);
  g_mutex_clear(&inbox->mutex);
}

static void release(gpointer inbox) {
  g_atomic_rc_box_release_full(inbox, clear);
}

static void release_closure(gpointer inbox, GClosure *closure) {
  release(inbox);
}

static void wake_locked(BellhopInbox *inbox) {
  if (inbox->eventfd >= 0)
    eventfd_write(inbox->eventfd, 1);
}

static gboolean is_reply(GDBusMessage *message) {
  GDBusMessageType type = g_dbus_message_get_message_type(message);
  return type == G_DBUS_MESSAGE_TYPE_METHOD_RETURN ||
         type == G_DBUS_MESSAGE_TYPE_ERROR;
}

static GDBusMessage *filter(GDBusConnection *connection, GDBusMessage *message,
                            gboolean incoming, gpointer data) {
  BellhopInbox *inbox = data;
  if (!incoming || !is_reply(message))
    return message;
  BellhopAnswer answer = {g_dbus_message_get_reply_serial(message), message};
  if (answer.serial < inbox->first)
    return message; // to a call of GDBus's own
  g_mutex_lock(&inbox->mutex);
  g_array_append_val(inbox->answers, answer);
  if (inbox->answers->len == 1)
    wake_locked(inbox);
  g_mutex_unlock(&inbox->mutex);
  return NULL;
}

static void end(BellhopInbox *inbox, const char *reason) {
  g_mutex_lock(&inbox->mutex);
  if (!inbox->ended) {
    inbox->ended = TRUE;
    inbox->reason = g_strdup(reason);
    wake_locked(inbox);
  }
  g_mutex_unlock(&inbox->mutex);
}

static void closed(GDBusConnection *connection, gboolean vanished,
                   GError *error, gpointer inbox) {
  end(inbox, error != NULL ? error->message : NULL);
}

BellhopInbox *bellhop_inbox_new(uintptr_t connection, guint32 first,
                                int eventfd) {
  BellhopInbox *inbox = g_atomic_rc_box_new0(BellhopInbox);
  inbox->first = first;
  inbox->eventfd = eventfd;
  inbox->answers = g_array_new(FALSE, FALSE, sizeof(BellhopAnswer));
  g_mutex_init(&inbox->mutex);
  // GDBus refers to the connection for the time of each message. With no other
  // reference than gotk4's, each time would call into Go.
  g_object_ref((gpointer)connection);
  inbox->filter = g_dbus_connection_add_filter(
      (GDBusConnection *)connection, filter, g_atomic_rc_box_acquire(inbox),
      release);
  inbox->closed = g_signal_connect_data(
      (gpointer)connection, "closed", G_CALLBACK(closed),
      g_atomic_rc_box_acquire(inbox), release_closure, G_CONNECT_DEFAULT);
  return inbox;
}

int bellhop_inbox_take(BellhopInbox *inbox, BellhopAnswer *answers, int n,
                       const char **reason) {
  g_mutex_lock(&inbox->mutex);
  int there = inbox->answers->len;
  n = MIN(n, there);
  if (n > 0) {
    memcpy(answers, inbox->answers->data, n * sizeof *answers);
    g_array_remove_range(inbox->answers, 0, n);
  } else if (inbox->ended) {
    *reason = inbox->reason;
    n = -1;
  }
  g_mutex_unlock(&inbox->mutex);
  return n;
}

void bellhop_inbox_end(uintptr_t connection, BellhopInbox *inbox) {
  g_signal_handler_disconnect((gpointer)connection, inbox->closed);
  g_dbus_connection_remove_filter((GDBusConnection *)connection, inbox->filter);
  end(inbox, NULL);
  g_object_unref((gpointer)connection);
}

void bellhop_inbox_free(BellhopInbox *inbox) {
  g_mutex_lock(&inbox->mutex);
  inbox->eventfd = -1;
  g_mutex_unlock(&inbox->mutex);
  release(inbox);
}
