#include "source.h"

#include "_cgo_export.h"

static gboolean queue_prepare(GSource *source, gint *timeout) {
  *timeout = -1;
  return g_atomic_int_get(&((BellhopSource *)source)->pending) != 0;
}

static gboolean queue_check(GSource *source) {
  return g_atomic_int_get(&((BellhopSource *)source)->pending) != 0;
}

static gboolean queue_dispatch(GSource *source, GSourceFunc callback,
                               gpointer data) {
  bellhopDrain(((BellhopSource *)source)->handle);
  return G_SOURCE_CONTINUE;
}

static gboolean timer_dispatch(GSource *source, GSourceFunc callback,
                               gpointer data) {
  BellhopSource *timer = (BellhopSource *)source;
  gint64 now = g_get_monotonic_time();
  bellhopTick(timer->handle, now - g_source_get_ready_time(source));
  g_source_set_ready_time(source, now + timer->interval);
  return G_SOURCE_CONTINUE;
}

static void finalize(GSource *source) {
  bellhopRelease(((BellhopSource *)source)->handle);
}

static GSourceFuncs queue_funcs = {
    .prepare = queue_prepare,
    .check = queue_check,
    .dispatch = queue_dispatch,
    .finalize = finalize,
};

static GSourceFuncs timer_funcs = {
    .dispatch = timer_dispatch,
    .finalize = finalize,
};

static BellhopSource *source_new(GSourceFuncs *funcs, uintptr_t handle,
                                 const char *name) {
  GSource *source = g_source_new(funcs, sizeof(BellhopSource));
  g_source_set_static_name(source, name);
  ((BellhopSource *)source)->handle = handle;
  return (BellhopSource *)source;
}

BellhopSource *bellhop_queue_new(uintptr_t handle, int priority) {
  BellhopSource *queue = source_new(&queue_funcs, handle, "bellhop queue");
  g_source_set_priority(&queue->source, priority);
  // A posted function may run a main loop of its own, in which the functions
  // behind it have to run.
  g_source_set_can_recurse(&queue->source, TRUE);
  g_source_attach(&queue->source, NULL);
  return queue;
}

BellhopSource *bellhop_timer_new(uintptr_t handle, gint64 interval) {
  BellhopSource *timer = source_new(&timer_funcs, handle, "bellhop monitor");
  timer->interval = interval;
  g_source_set_ready_time(&timer->source, g_get_monotonic_time() + interval);
  g_source_attach(&timer->source, NULL);
  return timer;
}

void bellhop_source_free(BellhopSource *source) {
  g_source_destroy(&source->source);
  g_source_unref(&source->source);
}

// The loop's own thread is not asleep in poll when it calls this: it looks at
// the source in its next turn anyway.
void bellhop_wake(pthread_t loop_thread) {
  if (!bellhop_is_thread(loop_thread))
    g_main_context_wakeup(NULL);
}
