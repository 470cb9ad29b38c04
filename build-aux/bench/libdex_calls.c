// Calls of GetId over GDBus, awaited by libdex's fibers.
//
// usage: libdex_calls CALLS WORKERS
#include <libdex.h>
#include <stdlib.h>

static GDBusConnection *bus;
static GMainLoop *loop;
static int calls, workers;

static void get_id(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) id = dex_await_variant(
      dex_dbus_connection_call(bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                               "org.freedesktop.DBus", "GetId", NULL, NULL,
                               G_DBUS_CALL_FLAGS_NONE, -1),
      &error);
  if (id == NULL)
    g_error("%s", error->message);
}

static DexFuture *work(gpointer share) {
  for (int i = 0; i < GPOINTER_TO_INT(share); i++)
    get_id();
  return dex_future_new_true();
}

static DexFuture *spawn(int share) {
  return dex_scheduler_spawn(NULL, 0, work, GINT_TO_POINTER(share), NULL);
}

static void report(const char *name, gint64 start) {
  g_print("libdex %s %.1f us/call\n", name, (double)(g_get_monotonic_time() - start) / calls);
}

static DexFuture *measure(gpointer data) {
  gint64 start = g_get_monotonic_time();
  work(GINT_TO_POINTER(calls));
  report("sequential", start);

  start = g_get_monotonic_time();
  g_autoptr(GPtrArray) fibers = g_ptr_array_new_with_free_func(dex_unref);
  for (int i = 0; i < workers; i++)
    g_ptr_array_add(fibers, spawn((calls + i) / workers));
  dex_await(dex_future_allv((DexFuture **)fibers->pdata, fibers->len), NULL);
  g_autofree char *name = g_strdup_printf("concurrent%d", workers);
  report(name, start);

  g_main_loop_quit(loop);
  return NULL;
}

int main(int argc, char **argv) {
  calls = argc == 3 ? atoi(argv[1]) : 0;
  workers = argc == 3 ? atoi(argv[2]) : 0;
  if (calls < 1 || workers < 1)
    g_error("usage: libdex_calls CALLS WORKERS");
  dex_init();
  g_autoptr(GError) error = NULL;
  bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, &error);
  if (bus == NULL)
    g_error("%s", error->message);
  loop = g_main_loop_new(NULL, FALSE);
  dex_future_disown(dex_scheduler_spawn(NULL, 0, measure, NULL, NULL));
  g_main_loop_run(loop);
}
