package ui

import (
	"github.com/diamondburned/gotk4-adwaita/pkg/adw"

	"github.com/bellhop-gtk/bellhop/ui/present"
)

// detailsReply is what there is to know of an answer beside what is in it.
type detailsReply struct {
	group                          *adw.PreferencesGroup
	sender, signature, size, files *propertyRow
}

func newDetailsReply() *detailsReply {
	parts := load("detailsreply")
	return &detailsReply{
		group:     part[*adw.PreferencesGroup](parts, "group"),
		sender:    newPropertyRow(parts, "sender"),
		signature: newPropertyRow(parts, "signature"),
		size:      newPropertyRow(parts, "size"),
		files:     newPropertyRow(parts, "files"),
	}
}

func (r *detailsReply) show(facts present.ReplyFacts) {
	r.sender.show(facts.Sender)
	r.signature.show(facts.Signature)
	r.size.show(facts.Size)
	r.files.show(facts.Files)
	r.group.SetVisible(facts != present.ReplyFacts{})
}
