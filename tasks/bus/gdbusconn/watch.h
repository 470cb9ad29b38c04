#ifndef BELLHOP_WATCH_H
#define BELLHOP_WATCH_H

#include <gio/gio.h>
#include <stdint.h>

// BellhopWatch is what watches a connection for Go.
typedef struct {
  guint filter;
  gulong closed;
} BellhopWatch;

// bellhop_watch has a GDBusConnection tell Go, by handle, of every reply that
// comes in, on GDBus's thread, and of its end, on the main loop's. The handle is
// released some time after bellhop_unwatch.
BellhopWatch bellhop_watch(uintptr_t connection, uintptr_t handle);
void bellhop_unwatch(uintptr_t connection, BellhopWatch watch);

#endif
