#pragma once

#include <gio/gio.h>

// A list model that has a number of rows and nothing else: its items are all alike,
// and are made when somebody asks for one. Any number of them costs the same.
typedef struct _BellhopRows BellhopRows;

BellhopRows *bellhop_rows_new(void);

// bellhop_rows_splice replaces rows, which there must be, by others.
void bellhop_rows_splice(BellhopRows *rows, guint position, guint removed, guint added);
