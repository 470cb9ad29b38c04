#ifndef BELLHOP_INBOX_H
#define BELLHOP_INBOX_H

#include <gio/gio.h>
#include <stdint.h>

// BellhopInbox holds the replies that have come in over a connection and that Go
// has not taken yet. GDBus's thread puts them there without calling into Go, which
// may take a whole batch at once.
typedef struct BellhopInbox BellhopInbox;

typedef struct {
  guint32 serial; // of the call
  GDBusMessage *message;
} BellhopAnswer;

// bellhop_inbox_new takes the replies to calls with the first serial and above
// away from GDBus. Call it on the main loop's thread, or the end of the connection
// may be missed. The eventfd becomes readable when the inbox is no longer empty, or
// has ended.
BellhopInbox *bellhop_inbox_new(uintptr_t connection, guint32 first, int eventfd);

// bellhop_inbox_take moves at most n answers into the array and returns how many.
// It returns -1 once there are no more and the inbox has ended. The reason is then
// why the connection has, which the inbox keeps, or NULL.
int bellhop_inbox_take(BellhopInbox *inbox, BellhopAnswer *answers, int n,
                       const char **reason);

// bellhop_inbox_end ends the inbox of a connection, bellhop_inbox_free gives it up.
// Only after that may the eventfd be closed.
void bellhop_inbox_end(uintptr_t connection, BellhopInbox *inbox);
void bellhop_inbox_free(BellhopInbox *inbox);

#endif
