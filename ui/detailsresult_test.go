package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func (r *detailsResult) textNow() string {
	buffer := r.text.Buffer()
	start, end := buffer.Bounds()
	return buffer.Text(start, end, false)
}

func TestResultIsShownInEveryForm(t *testing.T) {
	onLoop(t, func() {
		var copied []string
		var went []bus.Object
		d := newDetailsPage(detailsActions{
			Copy:       func(text string) { copied = append(copied, text) },
			ShowObject: func(object bus.Object) { went = append(went, object) },
		})
		s := taskIn(1, tasks.Succeeded)
		s.Result = bus.Reply{Body: []bus.Value{bus.Struct(bus.PathValue("/a"), bus.Bytes([]byte("hi")))}, Sender: ":1.5"}
		d.Show(s, started)
		for name, want := range map[string]string{
			"json": `"/a"`, "raw": "000000 02 00", "text": "((objectpath '/a', b'hi'),)",
		} {
			d.result.forms.SetActiveName(name)
			got := d.result.textNow()
			d.result.copy.Emit("clicked")
			if name == "text" {
				want = "objectpath '/a'"
			}
			if !strings.Contains(got, want) || len(copied) == 0 || !strings.Contains(copied[len(copied)-1], want) {
				t.Errorf("%s: %q, copied as %q", name, got, copied)
			}
		}
		d.result.forms.SetActiveName("tree")
		if d.result.scroll.Visible() || d.result.tree.list.model.NItems() != 3 {
			t.Errorf("the tree has %d rows", d.result.tree.list.model.NItems())
		}
		d.result.tree.leave(1)
		if len(went) != 1 || went[0].Path != "/a" {
			t.Errorf("the path leads to %v", went)
		}
		d.Show(taskIn(2, tasks.Succeeded), started)
		if d.result.tree.list.model.NItems() != 1 {
			t.Error("the tree of another task has stayed")
		}
		if d.reply.group.Visible() != true || d.reply.size.row.Subtitle() == "" {
			t.Error("a reply has no size")
		}
	})
}

// Of the largest reply that a bus lets through, no more is put into the text than
// can be laid out at once.
func TestTheLargestReplyIsShownInPart(t *testing.T) {
	big := bus.Bytes(make([]byte, 64<<20))
	onLoop(t, func() {
		d := newDetailsPage(detailsActions{})
		s := taskIn(1, tasks.Succeeded)
		s.Result = bus.Reply{Body: []bus.Value{big}, Signature: "ay"}
		d.Show(s, started)
		wantShort := func(form string, most int) {
			if n := d.result.text.Buffer().CharCount(); n > most {
				t.Errorf("%s: the text has %d characters, more than %d", form, n, most)
			}
		}
		for _, form := range []string{"json", "raw", "tree", "text"} {
			d.result.forms.SetActiveName(form)
			wantShort(form, 72<<10)
		}
		if !d.result.showAll.Visible() || !d.result.save.Visible() {
			t.Error("nothing is offered to see the rest")
		}
		d.result.showAll.Emit("clicked")
		wantShort("all of it", 288<<10)
		if d.result.showAll.Visible() {
			t.Error("there is still more to show")
		}
	})
}

func TestCopyAs(t *testing.T) {
	onLoop(t, func() {
		var copied string
		var told error
		d := newDetailsPage(detailsActions{
			Copy: func(text string) { copied = text },
			Tell: func(err error) { told = err },
		})
		s := taskIn(1, tasks.Succeeded)
		s.Spec = &tasks.Spec{Data: bus.CallSpec{
			Endpoint: bus.Endpoint{Address: bus.SessionAddress()},
			Call:     bus.Call{Destination: "a.b", Path: "/a", Interface: "a.b", Member: "M", Args: []bus.Value{bus.Struct(bus.Bool(true))}},
		}}
		d.Show(s, started)
		if !d.head.copyAs.Visible() {
			t.Error("there is no menu")
		}
		d.page.ActivateAction("details.copy-as", glib.NewVariantString("busctl"))
		if !strings.HasPrefix(copied, "busctl ") {
			t.Errorf("copied %q", copied)
		}
		d.page.ActivateAction("details.copy-as", glib.NewVariantString("dbus-send"))
		if e, ok := errors.AsType[*bus.CommandError](told); !ok || e.Argument != 1 {
			t.Errorf("told %v", told)
		}
	})
}

func TestRepeatedCallShowsWhatItHasComeTo(t *testing.T) {
	onLoop(t, func() {
		d := newDetailsPage(detailsActions{Watch: watchActions{
			Items: func(tasks.ID) ([]any, tasks.Items) {
				return []any{bus.RepeatResult{Succeeded: 12, Failed: 3}}, tasks.Items{Total: 1}
			},
		}})
		s := taskIn(1, tasks.Running)
		s.Spec = &tasks.Spec{Data: bus.RepeatSpec{Times: 20, AtOnce: 2}}
		d.Show(s, started)
		if got := d.result.textNow(); !d.result.group.Visible() || !strings.Contains(got, "12 succeeded · 3 failed") {
			t.Errorf("it shows %q", got)
		}
	})
}

// The text is as high as what it shows, whatever it has shown before.
func TestResultIsAsHighAsItsText(t *testing.T) {
	var d *detailsPage
	var window *gtk.Window
	onLoop(t, func() {
		d = newDetailsPage(detailsActions{})
		window = gtk.NewWindow()
		window.SetDefaultSize(360, 640)
		window.SetChild(d.Widget())
		s := taskIn(1, tasks.Succeeded)
		long := bus.String("long enough for a line of its own")
		s.Result = bus.Reply{Body: []bus.Value{bus.Struct(long, long, bus.Bytes([]byte("bell")))}}
		d.Show(s, started)
		window.Present()
	})
	defer onLoop(t, func() { window.Destroy() })
	for _, form := range []string{"text", "json", "raw", "text", "raw", "json"} {
		onLoop(t, func() { d.result.forms.SetActiveName(form) })
		var page, text int
		deadline := time.Now().Add(10 * time.Second)
		for page = -1; page != text; {
			if time.Now().After(deadline) {
				t.Fatalf("%s: the text is %d px high, and %d are shown", form, text, page)
			}
			onLoop(t, func() {
				_, end := d.result.text.Buffer().Bounds()
				last := d.result.text.IterLocation(end)
				text = last.Y() + last.Height() + d.result.text.TopMargin() + d.result.text.BottomMargin()
				page = int(d.result.scroll.VAdjustment().PageSize())
			})
		}
	}
}
