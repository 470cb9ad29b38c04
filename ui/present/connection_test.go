package present

import (
	"errors"
	"strings"
	"testing"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestConnection(t *testing.T) {
	session := bus.Endpoint{Address: bus.SessionAddress(), Backend: "godbus"}
	refused := &bus.Error{Kind: bus.KindNoServer, Err: errors.New("connection refused")}
	connected := ConnectionRow{
		Title: "Session", State: "Connected", Icon: "network-transmit-receive-symbolic", Class: "success",
		Name: "Session, Connected", CanClose: true,
	}
	like := func(row ConnectionRow, subtitle, tooltip string) ConnectionRow {
		row.Subtitle, row.Tooltip = subtitle, tooltip
		return row
	}
	lost := ConnectionRow{
		Title: "Session", State: "Disconnected", Icon: "network-error-symbolic", Class: "error",
		Name: "Session, Disconnected", CanReconnect: true,
	}
	for _, tt := range []struct {
		name string
		info bus.ConnectionInfo
		want ConnectionRow
	}{
		{"connecting", bus.ConnectionInfo{Endpoint: session}, ConnectionRow{
			Title: "Session", Subtitle: "Connecting", Tooltip: "Connecting · godbus", State: "Connecting",
			Icon: "content-loading-symbolic", Class: "dimmed", Name: "Session, Connecting", CanClose: true,
		}},
		{
			"connected",
			bus.ConnectionInfo{Endpoint: session, State: bus.Connected, UniqueName: ":1.42"},
			like(connected, "Connected · godbus", "Connected · godbus · :1.42"),
		},
		{"with calls", bus.ConnectionInfo{
			Endpoint: session, State: bus.Connected, UniqueName: ":1.42", Limit: 128, Stats: bus.Stats{InFlight: 1, Orphans: 2},
		}, like(connected, "3 of 128 pending", "Connected · godbus · :1.42\n"+
			"1 call waits for its answer\n"+
			"2 calls were given up; the bus counts them until their answers come\n"+
			"The bus allows 128")},
		{"with few calls of many that may be", bus.ConnectionInfo{
			Endpoint: session, State: bus.Connected, Limit: 50_000, Stats: bus.Stats{InFlight: 499},
		}, like(connected, "499 pending", "Connected · godbus\n499 calls wait for their answers\nThe bus allows 50,000")},
		{"with more of them", bus.ConnectionInfo{
			Endpoint: session, State: bus.Connected, Limit: 50_000, Stats: bus.Stats{InFlight: 500},
		}, like(connected, "500 of 50,000 pending", "Connected · godbus\n500 calls wait for their answers\nThe bus allows 50,000")},
		{"with calls, and nobody knows how many may be", bus.ConnectionInfo{
			Endpoint: session, State: bus.Connected, Stats: bus.Stats{InFlight: 2},
		}, like(connected, "2 pending", "Connected · godbus\n2 calls wait for their answers")},
		{"full", bus.ConnectionInfo{
			Endpoint: session, State: bus.Connected, Limit: 1, Full: true, Stats: bus.Stats{Orphans: 1},
		}, ConnectionRow{
			Title: "Session", Subtitle: "No Free Slot",
			Tooltip: "No Free Slot · godbus\n1 call was given up; the bus counts it until its answer comes\nThe bus allows 1",
			State:   "No Free Slot", Icon: "dialog-warning-symbolic", Class: "warning",
			Name: "Session, No Free Slot", CanClose: true, Full: true,
		}},
		{
			"lost",
			bus.ConnectionInfo{Endpoint: session, State: bus.Lost, Err: &bus.Error{Kind: bus.KindNoReply}},
			like(lost, "Disconnected", "Disconnected · godbus · No reply"),
		},
		{
			"lost, and nothing more to say",
			bus.ConnectionInfo{Endpoint: session, State: bus.Lost, Err: bus.NewDisconnectedError(nil)},
			like(lost, "Disconnected", "Disconnected · godbus"),
		},
		{"failed", bus.ConnectionInfo{Endpoint: session, State: bus.Failed, Err: refused}, ConnectionRow{
			Title: "Session", Subtitle: "Not Connected", Tooltip: "Not Connected · godbus · Bus not reached", State: "Not Connected",
			Icon: "dialog-error-symbolic", Class: "error", Name: "Session, Not Connected", CanReconnect: true,
		}},
		{"closed", bus.ConnectionInfo{Endpoint: session, State: bus.Closed}, ConnectionRow{
			Title: "Session", Subtitle: "Closed", Tooltip: "Closed · godbus", State: "Closed",
			Icon: "network-offline-symbolic", Class: "dimmed", Name: "Session, Closed", CanReconnect: true,
		}},
		{"of a backend without a name", bus.ConnectionInfo{Endpoint: bus.Endpoint{Address: bus.SystemAddress()}, State: bus.Closed}, ConnectionRow{
			Title: "System", Subtitle: "Closed", Tooltip: "Closed", State: "Closed",
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

func TestFullTitle(t *testing.T) {
	info := bus.ConnectionInfo{Endpoint: bus.Endpoint{Address: bus.SystemAddress()}, State: bus.Connected}
	if got := FullTitle(info); got != "" {
		t.Errorf("a connection with free slots is said to have none: %q", got)
	}
	info.Full = true
	if got := FullTitle(info); !strings.HasPrefix(got, "System: ") {
		t.Errorf("it is %q", got)
	}
	info.State = bus.Lost
	if got := FullTitle(info); got != "" {
		t.Errorf("a connection that is lost is said to be full: %q", got)
	}
}

func TestResetBodyCountsTheCallsThatWait(t *testing.T) {
	info := bus.ConnectionInfo{State: bus.Connected, Stats: bus.Stats{InFlight: 3, Orphans: 5}}
	if got := ResetBody(info); !strings.HasSuffix(got, "3 calls are waiting now.") {
		t.Errorf("it is %q", got)
	}
	info.Stats.InFlight = 0
	if got := ResetBody(info); strings.Contains(got, "waiting now") {
		t.Errorf("it is %q", got)
	}
}
