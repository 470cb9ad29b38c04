#include "inbox.h"

#include <string.h>
#include <sys/eventfd.h>

// How much may wait for Go before GDBus's thread does. It reads for every
// connection of the process, but Go's reader never waits for anything.
enum {
  MAX_WAITING = 1024,           // messages
  MAX_WAITING_BYTES = 8 << 20,  // in the bodies of those that are no replies
};

enum {
  MOMENT = 150,     // microseconds for which a caller looks for its answer
  MAX_MISSES = 10,  // after n misses in a row, the next 2^n callers do not look
};

// MAX_NAMES bounds the memory that a bus can take by giving us names.
enum { MAX_NAMES = 1 << 16 };

#define THE_BUS "org.freedesktop.DBus"

// The filter, the handler and Go each hold a reference.
struct BellhopInbox {
  guint32 first;
  guint filter;
  gulong closed;
  int tapped; // atomic, as is muted
  int muted;
  GHashTable *names; // well-known ones that are ours; only GDBus's thread uses them
  guint32 sought;    // serial of the call whose answer is looked for, or 0; atomic

  GMutex mutex; // guards what follows
  GCond taken;  // signalled when messages have been taken, or no more will be
  GArray *messages;
  gsize bytes; // in the bodies of those that are no replies, since it was empty
  gboolean ended;
  char *reason;
  int eventfd; // -1 once nobody takes anything any more
  BellhopIncoming found; // the answer that was sought
  guint misses;          // in a row
  guint unsought;        // calls whose answers are still not to be looked for
};

static void clear_message(gpointer incoming) {
  g_object_unref(((BellhopIncoming *)incoming)->message);
}

static void clear(gpointer data) {
  BellhopInbox *inbox = data;
  g_array_set_clear_func(inbox->messages, clear_message);
  g_array_unref(inbox->messages);
  g_hash_table_unref(inbox->names);
  g_free(inbox->reason);
  g_cond_clear(&inbox->taken);
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

// A monitor sees messages that are for others, and so does who eavesdrops.
static gboolean is_for_us(BellhopInbox *inbox, GDBusConnection *connection,
                          GDBusMessage *message) {
  const char *destination = g_dbus_message_get_destination(message);
  const char *name = g_dbus_connection_get_unique_name(connection);
  return name == NULL || destination == NULL ||
         strcmp(destination, name) == 0 ||
         g_hash_table_contains(inbox->names, destination);
}

// note learns from the bus which names are ours.
static void note(BellhopInbox *inbox, GDBusConnection *connection,
                 GDBusMessage *message) {
  if (g_dbus_message_get_message_type(message) != G_DBUS_MESSAGE_TYPE_SIGNAL ||
      g_strcmp0(g_dbus_message_get_sender(message), THE_BUS) != 0 ||
      g_strcmp0(g_dbus_message_get_interface(message), THE_BUS) != 0 ||
      g_strcmp0(g_dbus_message_get_destination(message),
                g_dbus_connection_get_unique_name(connection)) != 0)
    return;
  const char *name = g_dbus_message_get_arg0(message);
  const char *member = g_dbus_message_get_member(message);
  if (name == NULL)
    return;
  if (g_strcmp0(member, "NameLost") == 0)
    g_hash_table_remove(inbox->names, name);
  else if (g_strcmp0(member, "NameAcquired") == 0 && g_dbus_is_name(name) &&
           g_hash_table_size(inbox->names) < MAX_NAMES)
    g_hash_table_add(inbox->names, g_strdup(name));
}

static gsize body_size(GDBusMessage *message) {
  GVariant *body = g_dbus_message_get_body(message);
  return body != NULL ? g_variant_get_size(body) : 0;
}

// is_to_be_found tells whether an answer is being looked for and may overtake what
// waits in the inbox.
static gboolean is_to_be_found_locked(BellhopInbox *inbox, guint32 serial) {
  return serial != 0 && serial == g_atomic_int_get(&inbox->sought) &&
         inbox->found.serial == 0 && inbox->messages->len == 0 &&
         !g_atomic_int_get(&inbox->tapped);
}

// stop_seeking has whoever looks for this answer look no longer. GDBus's thread calls
// it without the mutex, over which he would fall asleep.
static void stop_seeking(BellhopInbox *inbox, guint32 serial) {
  (void)g_atomic_int_compare_and_exchange(&inbox->sought, serial, 0);
}

// put takes the message over.
static void put(BellhopInbox *inbox, BellhopIncoming incoming) {
  gsize size = incoming.serial == 0 ? body_size(incoming.message) : 0;
  g_mutex_lock(&inbox->mutex);
  if (is_to_be_found_locked(inbox, incoming.serial)) {
    inbox->found = incoming;
    g_mutex_unlock(&inbox->mutex);
    stop_seeking(inbox, incoming.serial);
    return;
  }
  while (!inbox->ended && (inbox->messages->len >= MAX_WAITING ||
                           inbox->bytes >= MAX_WAITING_BYTES))
    g_cond_wait(&inbox->taken, &inbox->mutex);
  g_array_append_val(inbox->messages, incoming);
  inbox->bytes += size;
  if (inbox->messages->len == 1)
    wake_locked(inbox);
  g_mutex_unlock(&inbox->mutex);
  if (incoming.serial != 0)
    stop_seeking(inbox, incoming.serial);
}

// GDBus is left the calls, which it answers, and the answers to its own.
static GDBusMessage *filter(GDBusConnection *connection, GDBusMessage *message,
                            gboolean incoming, gpointer data) {
  BellhopInbox *inbox = data;
  if (!incoming)
    return message;
  note(inbox, connection, message);
  gboolean for_gdbus = is_for_us(inbox, connection, message);
  guint32 serial = 0;
  if (!is_reply(message)) {
    for_gdbus &= g_dbus_message_get_message_type(message) ==
                     G_DBUS_MESSAGE_TYPE_METHOD_CALL &&
                 !g_atomic_int_get(&inbox->muted);
  } else if (for_gdbus) {
    serial = g_dbus_message_get_reply_serial(message);
    if (serial < inbox->first)
      serial = 0;
    else
      for_gdbus = FALSE;
  }
  if (serial != 0 || g_atomic_int_get(&inbox->tapped))
    put(inbox, (BellhopIncoming){serial, g_object_ref(message)});
  if (for_gdbus)
    return message;
  g_object_unref(message);
  return NULL;
}

static void end(BellhopInbox *inbox, const char *reason) {
  g_mutex_lock(&inbox->mutex);
  if (!inbox->ended) {
    inbox->ended = TRUE;
    inbox->reason = g_strdup(reason);
    g_cond_broadcast(&inbox->taken);
    g_atomic_int_set(&inbox->sought, 0);
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
  inbox->names =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  inbox->messages = g_array_new(FALSE, FALSE, sizeof(BellhopIncoming));
  g_mutex_init(&inbox->mutex);
  g_cond_init(&inbox->taken);
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

void bellhop_inbox_tap(BellhopInbox *inbox, gboolean tapped) {
  g_atomic_int_set(&inbox->tapped, tapped);
}

void bellhop_inbox_mute(BellhopInbox *inbox) {
  g_atomic_int_set(&inbox->muted, TRUE);
}

gboolean bellhop_inbox_seek(BellhopInbox *inbox, guint32 serial) {
  gboolean seek = FALSE;
  g_mutex_lock(&inbox->mutex);
  if (inbox->unsought > 0) {
    inbox->unsought--;
  } else if (!inbox->ended && !g_atomic_int_get(&inbox->tapped)) {
    g_atomic_int_set(&inbox->sought, serial);
    seek = TRUE;
  }
  g_mutex_unlock(&inbox->mutex);
  return seek;
}

GDBusMessage *bellhop_inbox_find(BellhopInbox *inbox, guint32 serial) {
  gint64 end = g_get_monotonic_time() + MOMENT;
  while (g_atomic_int_get(&inbox->sought) == serial &&
         g_get_monotonic_time() < end)
    ;
  GDBusMessage *message = NULL;
  g_mutex_lock(&inbox->mutex);
  if (inbox->found.serial == serial) {
    message = inbox->found.message;
    inbox->found = (BellhopIncoming){0};
    inbox->misses = 0;
  } else {
    stop_seeking(inbox, serial);
    inbox->misses = MIN(inbox->misses + 1, MAX_MISSES);
    inbox->unsought = 1u << inbox->misses;
  }
  g_mutex_unlock(&inbox->mutex);
  return message;
}

int bellhop_inbox_take(BellhopInbox *inbox, BellhopIncoming *messages, int n,
                       gboolean *ended, const char **reason) {
  g_mutex_lock(&inbox->mutex);
  int there = inbox->messages->len;
  n = MIN(n, there);
  if (n > 0) {
    memcpy(messages, inbox->messages->data, n * sizeof *messages);
    g_array_remove_range(inbox->messages, 0, n);
    g_cond_signal(&inbox->taken);
  }
  if (n == there) {
    inbox->bytes = 0;
    *ended = inbox->ended;
    *reason = inbox->reason;
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
