package ui

import (
	"log/slog"

	"github.com/diamondburned/gotk4/pkg/gio/v2"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// store keeps values under the keys of the schema. A setter reports whether it
// kept the value; a [gio.Settings], which is a store, keeps none that is out of
// the schema's range or that an administrator has locked. Naming a key that is
// not in the schema is a mistake that ends the program.
type store interface {
	Boolean(key string) bool
	SetBoolean(key string, value bool) bool
	Int(key string) int
	SetInt(key string, value int) bool
	String(key string) string
	SetString(key, value string) bool
}

// openStore gives the store of the desktop, or one that forgets with the program
// where our schema is not installed, as in a checkout.
func openStore() store {
	memory := newMemoryStore()
	if !installed(memory) {
		slog.Info("settings are not kept: their schema is not installed", "schema", appinfo.ID())
		return memory
	}
	return gio.NewSettings(appinfo.ID())
}

// installed reports whether our schema is, and has every key; one of another
// version may be around. To ask for what is missing would end the program.
func installed(keys memoryStore) bool {
	source := gio.SettingsSchemaSourceGetDefault()
	if source == nil {
		return false
	}
	schema := source.Lookup(appinfo.ID(), true)
	if schema == nil {
		return false
	}
	for key := range keys {
		if !schema.HasKey(key) {
			return false
		}
	}
	return true
}

// memoryStore is a store that is gone with the program.
type memoryStore map[string]any

// newMemoryStore gives a store with the schema's defaults.
func newMemoryStore() memoryStore {
	return memoryStore{
		keyWindowWidth:     1100,
		keyWindowHeight:    720,
		keyWindowMaximized: false,
		keyDefaultTimeout:  int(present.DefaultTimeout.Seconds()),
		keyDefaultBackend:  "",
		keyLastAddress:     "session",
		keyLastBackend:     "",
		keyKeptTasks:       tasks.DefaultKeep,
		keyListOrder:       present.Newest.Name(),
		keyListGrouped:     false,
		keyListFlat:        false,
		keyNotify:          true,
		keyOnClose:         string(closeAsks),
	}
}

func (m memoryStore) Boolean(key string) bool  { return m[key].(bool) }
func (m memoryStore) Int(key string) int       { return m[key].(int) }
func (m memoryStore) String(key string) string { return m[key].(string) }

func (m memoryStore) SetBoolean(key string, value bool) bool { return m.set(key, value) }
func (m memoryStore) SetInt(key string, value int) bool      { return m.set(key, value) }
func (m memoryStore) SetString(key, value string) bool       { return m.set(key, value) }

func (m memoryStore) set(key string, value any) bool {
	m[key] = value
	return true
}
