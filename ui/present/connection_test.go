package present

import (
	"errors"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestConnection(t *testing.T) {
	session := bus.Endpoint{Address: bus.SessionAddress(), Backend: "godbus"}
	refused := &bus.Error{Kind: bus.KindNoServer, Err: errors.New("connection refused")}
	for _, tt := range []struct {
		name string
		info bus.ConnectionInfo
		want ConnectionRow
	}{
		{"connecting", bus.ConnectionInfo{Endpoint: session}, ConnectionRow{
			Title: "Session", Subtitle: "godbus · Connecting", State: "Connecting",
			Icon: "content-loading-symbolic", Class: "dimmed", Name: "Session, Connecting", CanClose: true,
		}},
		{"connected", bus.ConnectionInfo{Endpoint: session, State: bus.Connected, UniqueName: ":1.42"}, ConnectionRow{
			Title: "Session", Subtitle: "godbus · :1.42", State: "Connected",
			Icon: "network-transmit-receive-symbolic", Class: "success", Name: "Session, Connected", CanClose: true,
		}},
		{"lost", bus.ConnectionInfo{Endpoint: session, State: bus.Lost, Err: &bus.Error{Kind: bus.KindNoReply}}, ConnectionRow{
			Title: "Session", Subtitle: "godbus · Disconnected · No reply", State: "Disconnected",
			Icon: "network-error-symbolic", Class: "error", Name: "Session, Disconnected", CanReconnect: true,
		}},
		{"lost, and nothing more to say", bus.ConnectionInfo{Endpoint: session, State: bus.Lost, Err: bus.NewDisconnectedError(nil)}, ConnectionRow{
			Title: "Session", Subtitle: "godbus · Disconnected", State: "Disconnected",
			Icon: "network-error-symbolic", Class: "error", Name: "Session, Disconnected", CanReconnect: true,
		}},
		{"failed", bus.ConnectionInfo{Endpoint: session, State: bus.Failed, Err: refused}, ConnectionRow{
			Title: "Session", Subtitle: "godbus · Not Connected · Bus not reached", State: "Not Connected",
			Icon: "dialog-error-symbolic", Class: "error", Name: "Session, Not Connected", CanReconnect: true,
		}},
		{"closed", bus.ConnectionInfo{Endpoint: session, State: bus.Closed}, ConnectionRow{
			Title: "Session", Subtitle: "godbus · Closed", State: "Closed",
			Icon: "network-offline-symbolic", Class: "dimmed", Name: "Session, Closed", CanReconnect: true,
		}},
		{"of a backend without a name", bus.ConnectionInfo{Endpoint: bus.Endpoint{Address: bus.SystemAddress()}, State: bus.Closed}, ConnectionRow{
			Title: "System", Subtitle: "Closed", State: "Closed",
			Icon: "network-offline-symbolic", Class: "dimmed", Name: "System, Closed", CanReconnect: true,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Connection(tt.info); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}
