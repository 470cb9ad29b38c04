#ifndef BELLHOP_INBOX_H
#define BELLHOP_INBOX_H

#include <gio/gio.h>
#include <stdint.h>

// BellhopInbox holds the messages that have come in over a connection and that Go
// has not taken yet: the replies to Go's calls, and while it is tapped, all others
// too. GDBus's thread puts them there without calling into Go, which may take a
// whole batch at once. When Go falls behind, that thread waits.
typedef struct BellhopInbox BellhopInbox;

typedef struct {
  guint32 serial; // of the call of Go's that it answers, 0 if it answers none
  GDBusMessage *message;
} BellhopIncoming;

// bellhop_inbox_new takes the replies to calls with the first serial and above
// away from GDBus. Call it on the main loop's thread, or the end of the connection
// may be missed. The eventfd becomes readable when the inbox is no longer empty, or
// has ended.
BellhopInbox *bellhop_inbox_new(uintptr_t connection, guint32 first, int eventfd);

// bellhop_inbox_tap says whether messages that are no replies are wanted too.
void bellhop_inbox_tap(BellhopInbox *inbox, gboolean tapped);

// bellhop_inbox_mute has GDBus see nothing any more that it might answer.
void bellhop_inbox_mute(BellhopInbox *inbox);

// bellhop_inbox_seek says that the answer to a call, which is then sent, will be
// looked for. It returns FALSE if that is not worth while.
gboolean bellhop_inbox_seek(BellhopInbox *inbox, guint32 serial);

// bellhop_inbox_find looks for that answer for a moment, without sleep, and takes
// it. It returns NULL if the answer is not there, or must not overtake others: then
// it will be in the inbox.
GDBusMessage *bellhop_inbox_find(BellhopInbox *inbox, guint32 serial);

// bellhop_inbox_take moves at most n messages into the array and returns how many.
// It sets ended once no more will come. The reason is then why the connection has
// ended, which the inbox keeps, or NULL.
int bellhop_inbox_take(BellhopInbox *inbox, BellhopIncoming *messages, int n,
                       gboolean *ended, const char **reason);

// bellhop_inbox_end ends the inbox of a connection, bellhop_inbox_free gives it up.
// Only after that may the eventfd be closed.
void bellhop_inbox_end(uintptr_t connection, BellhopInbox *inbox);
void bellhop_inbox_free(BellhopInbox *inbox);

#endif
