package ui

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/diamondburned/gotk4-adwaita/pkg/adw"
	"github.com/diamondburned/gotk4/pkg/gdk/v4"
	"github.com/diamondburned/gotk4/pkg/glib/v2"
	"github.com/diamondburned/gotk4/pkg/gtk/v4"

	"github.com/bellhop-gtk/bellhop/internal/appinfo"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/present"
)

// debugInfo is what somebody who looks into a fault needs to know of the program
// and of what it runs on. It names no host, no file and nobody, for it is made to
// be posted where all can read it.
func debugInfo(opts Options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", appinfo.Name(), appinfo.Version())
	writeLibraries(&b)
	writeDesktop(&b, opts)
	writeConnections(&b, opts.Connections)
	writeModules(&b)
	return b.String()
}

func writeLibraries(b *strings.Builder) {
	b.WriteString("\nLibraries:\n")
	fmt.Fprintf(b, "- GTK %d.%d.%d\n", gtk.GetMajorVersion(), gtk.GetMinorVersion(), gtk.GetMicroVersion())
	fmt.Fprintf(b, "- libadwaita %d.%d.%d\n", adw.GetMajorVersion(), adw.GetMinorVersion(), adw.GetMicroVersion())
	fmt.Fprintf(b, "- %s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func writeDesktop(b *strings.Builder, opts Options) {
	b.WriteString("\nDesktop:\n")
	fmt.Fprintf(b, "- System: %s\n", cmp.Or(glib.GetOsInfo("PRETTY_NAME"), "unknown"))
	fmt.Fprintf(b, "- Desktop: %s\n", cmp.Or(os.Getenv("XDG_CURRENT_DESKTOP"), "unknown"))
	if display := gdk.DisplayGetDefault(); display != nil {
		kind := strings.TrimSuffix(strings.TrimPrefix(display.Type().String(), "Gdk"), "Display")
		fmt.Fprintf(b, "- Display: %s\n", kind)
	}
	fmt.Fprintf(b, "- Flatpak: %t\n", os.Getenv("FLATPAK_ID") != "")
	fmt.Fprintf(b, "- Settings kept: %t\n", opts.settings.kept())
}

func writeConnections(b *strings.Builder, connections *bus.Connections) {
	fmt.Fprintf(b, "\nBackends: %s\n", strings.Join(connections.Backends(), ", "))
	all := connections.All()
	if len(all) == 0 {
		return
	}
	b.WriteString("\nConnections:\n")
	for _, info := range all {
		fmt.Fprintf(b, "- %s over %s: %s\n", kindName(info.Endpoint.Address.Kind()), info.Endpoint.Backend, present.Connection(info).State)
	}
}

// kindName tells of an address without telling where it leads.
func kindName(kind bus.AddressKind) string {
	switch kind {
	case bus.AddressSession:
		return "Session bus"
	case bus.AddressSystem:
		return "System bus"
	case bus.AddressAccessibility:
		return "Accessibility bus"
	case bus.AddressSSH:
		return "Bus over SSH"
	case bus.AddressContainer:
		return "Bus of a container"
	case bus.AddressPeer:
		return "Peer"
	case bus.AddressCustom:
	}
	return "Other bus"
}

// writeModules names the Go modules that the program is built from.
func writeModules(b *strings.Builder) {
	info, ok := debug.ReadBuildInfo()
	if !ok || len(info.Deps) == 0 {
		return
	}
	b.WriteString("\nModules:\n")
	for _, module := range info.Deps {
		fmt.Fprintf(b, "- %s %s\n", module.Path, module.Version)
	}
}
