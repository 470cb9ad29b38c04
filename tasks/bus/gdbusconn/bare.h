#ifndef BELLHOP_BARE_H
#define BELLHOP_BARE_H

#include <gio/gio.h>
#include <stdint.h>

// bellhop_bare_send queues a method call without arguments. The names are those of
// the destination, path, interface and member, each ended by a zero; an empty one is
// left out. It returns FALSE if GDBus takes one for invalid, and with an error if the
// connection has ended.
gboolean bellhop_bare_send(uintptr_t connection, const char *names, guint8 flags,
                           guint32 serial, GError **error);

// BellhopBare is an answer that holds at most one value, of a basic type.
// What it points to is the message's.
typedef struct {
  const char *sender;     // or NULL
  const char *error_name; // NULL unless it is an error
  char type;              // of the value, 0 if there is none
  const void *data;       // the value, as GVariant keeps it
  gsize size;
} BellhopBare;

// bellhop_bare_open looks into a message that answers a call. It returns FALSE if it
// holds more than that, or files, or is not as it should be.
gboolean bellhop_bare_open(GDBusMessage *message, BellhopBare *bare);

#endif
