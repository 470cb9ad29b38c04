#include "rows.h"

struct _BellhopRows {
	GObject parent;
	guint count;
};

static void bellhop_rows_be_list(GListModelInterface *list);

#define BELLHOP_TYPE_ROWS (bellhop_rows_get_type())
G_DECLARE_FINAL_TYPE(BellhopRows, bellhop_rows, BELLHOP, ROWS, GObject)
G_DEFINE_FINAL_TYPE_WITH_CODE(BellhopRows, bellhop_rows, G_TYPE_OBJECT,
	G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, bellhop_rows_be_list))

static void bellhop_rows_class_init(BellhopRowsClass *class) {}

static void bellhop_rows_init(BellhopRows *rows) {}

static GType item_type(GListModel *list) { return G_TYPE_OBJECT; }

static guint count(GListModel *list) { return BELLHOP_ROWS(list)->count; }

static gpointer item(GListModel *list, guint position) {
	return position < BELLHOP_ROWS(list)->count ? g_object_new(G_TYPE_OBJECT, NULL) : NULL;
}

static void bellhop_rows_be_list(GListModelInterface *list) {
	list->get_item_type = item_type;
	list->get_n_items = count;
	list->get_item = item;
}

BellhopRows *bellhop_rows_new(void) { return g_object_new(BELLHOP_TYPE_ROWS, NULL); }

void bellhop_rows_splice(BellhopRows *rows, guint position, guint removed, guint added) {
	rows->count += added - removed;
	g_list_model_items_changed(G_LIST_MODEL(rows), position, removed, added);
}
