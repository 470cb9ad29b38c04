#ifndef BELLHOP_CANCEL_H
#define BELLHOP_CANCEL_H

#include <stdint.h>

// bellhop_cancel cancels a GCancellable, and GDBus's thread stands still while the
// handlers run. Call it on the main loop's thread. A handler must not wait for an
// answer over D-Bus: it comes only after a second, when the two no longer wait for
// each other.
void bellhop_cancel(uintptr_t cancellable);

#endif
