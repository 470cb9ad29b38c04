#pragma once

#include <glib.h>

// bellhop_shadow has the file at a path in a bundle of resources, which is copied,
// count in place of the one that GTK registers when it starts, before GTK reads it.
void bellhop_shadow(const char *path, const void *bundle, gsize size);
