package gasync

import (
	"reflect"
	"runtime"
	"unsafe"

	"github.com/diamondburned/gotk4/pkg/core/gextras"
)

// Result makes what one of gotk4's finish functions returned safe to use. On error
// these return a wrapper round NULL instead of nil, and for records, such as a
// glib.Variant, the garbage collector later has GLib unref that NULL. Result
// returns the zero value instead, and lets the wrapper go without that.
//
// Await applies it to what finish returns. Use it yourself where your finish does
// more than call gotk4's:
//
//	reply, err := gasync.Result(conn.CallFinish(res))
func Result[T any](value T, err error) (T, error) {
	if err == nil {
		return value, nil
	}
	disarm(reflect.ValueOf(&value).Elem())
	var zero T
	return zero, err
}

// disarm removes the finalizer of one of gotk4's records if it wraps NULL. A record
// is a struct of one embedded pointer, to what has the finalizer: a struct of one
// pointer to C memory, named native.
func disarm(v reflect.Value) {
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return
	}
	record := v.Type().Elem()
	if record.Kind() != reflect.Struct || record.NumField() != 1 {
		return
	}
	field := record.Field(0)
	if !field.Anonymous || field.Type.Kind() != reflect.Pointer {
		return
	}
	intern := field.Type.Elem()
	if intern.Kind() != reflect.Struct || intern.NumField() != 1 || intern.Field(0).Name != "native" {
		return
	}
	if gextras.StructNative(unsafe.Pointer(v.Pointer())) == nil {
		runtime.SetFinalizer(gextras.StructIntern(unsafe.Pointer(v.Pointer())), nil)
	}
}
