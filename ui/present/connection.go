package present

import "github.com/bellhop-gtk/bellhop/tasks/bus"

// ConnectionRow is what the row of a connection shows.
type ConnectionRow struct {
	Title, Subtitle    string
	State, Icon, Class string // the state's word, icon and style class
	Name               string // the accessible name: "<title>, <state>"
	CanClose           bool
	CanReconnect       bool
}

// Connection gives the row of a connection.
func Connection(info bus.ConnectionInfo) ConnectionRow {
	st, title := connectionStatus(info.State), Line(info.Endpoint.Address.Label())
	row := ConnectionRow{
		Title: title,
		State: st.word,
		Icon:  st.icon,
		Class: st.class,
		Name:  title + ", " + st.word,
	}
	row.Subtitle = Line(joined(info.Endpoint.Backend, connectionDetail(info, st)))
	row.CanClose = info.State == bus.Connecting || info.State == bus.Connected
	row.CanReconnect = !row.CanClose
	return row
}

func connectionDetail(info bus.ConnectionInfo, st status) string {
	switch info.State {
	case bus.Connected:
		return string(info.UniqueName)
	case bus.Lost, bus.Failed:
		if reason := shortReason(info.Err); reason != st.word {
			return joined(st.word, reason)
		}
	}
	return st.word
}

func connectionStatus(s bus.ConnectionState) status {
	switch s {
	case bus.Connecting:
		return status{"Connecting", "content-loading-symbolic", "dimmed"}
	case bus.Connected:
		return status{"Connected", "network-transmit-receive-symbolic", "success"}
	case bus.Lost:
		return status{"Disconnected", "network-error-symbolic", "error"}
	case bus.Failed:
		return status{"Not Connected", "dialog-error-symbolic", "error"}
	}
	return status{"Closed", "network-offline-symbolic", "dimmed"}
}

// endpointText names a connection in one line.
func endpointText(ep bus.Endpoint) string {
	return Line(joined(ep.Address.Label(), ep.Backend))
}
