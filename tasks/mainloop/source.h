#ifndef BELLHOP_SOURCE_H
#define BELLHOP_SOURCE_H

#include <glib.h>
#include <pthread.h>
#include <stdint.h>

// BellhopSource is a GSource that calls back into Go. The handle is a Go
// cgo.Handle, given back when GLib frees the source.
typedef struct {
  GSource source;
  uintptr_t handle;
  guint pending;   // queue source: not 0 while there is something to run; atomic
  gint64 interval; // timer source: microseconds
} BellhopSource;

BellhopSource *bellhop_queue_new(uintptr_t handle, int priority);
BellhopSource *bellhop_timer_new(uintptr_t handle, gint64 interval);
void bellhop_source_free(BellhopSource *source);
void bellhop_wake(pthread_t loop_thread);

static inline gboolean bellhop_is_thread(pthread_t thread) {
  return pthread_equal(pthread_self(), thread);
}

#endif
