#include "theme.h"

#include <gdk/gdk.h>

typedef struct {
  char *path;
  GResource *bundle;
} Shadow;

// Of two bundles that have a file the one counts that was registered last; one of a
// library is registered when somebody looks for a file after the library has offered
// it. GTK does that before it opens the display, and looks for its style sheet later.
static gboolean opened(GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data) {
  (void)hint, (void)n, (void)values;
  Shadow *shadow = data;
  g_resources_get_info(shadow->path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
  g_resources_register(shadow->bundle);
  return FALSE;
}

static void forget(gpointer data) {
  Shadow *shadow = data;
  g_free(shadow->path);
  g_resource_unref(shadow->bundle);
  g_free(shadow);
}

void bellhop_shadow(const char *path, const void *bundle, gsize size) {
  GBytes *bytes = g_bytes_new(bundle, size);
  Shadow *shadow = g_new(Shadow, 1);
  shadow->path = g_strdup(path);
  shadow->bundle = g_resource_new_from_data(bytes, NULL);
  g_bytes_unref(bytes);
  // There is no display manager to connect to before GTK starts, but its type is there.
  g_type_class_ref(GDK_TYPE_DISPLAY_MANAGER);
  guint signal = g_signal_lookup("display-opened", GDK_TYPE_DISPLAY_MANAGER);
  g_signal_add_emission_hook(signal, 0, opened, shadow, forget);
}
