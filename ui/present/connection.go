package present

import (
	"github.com/bellhop-gtk/bellhop/tasks/bus"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// ConnectionRow is what the row of a connection shows.
type ConnectionRow struct {
	Title              string
	Subtitle           string // the second line: how many calls are pending, or the state
	Tooltip            string // all there is to say, in several lines
	State, Icon, Class string // the state's word, icon and style class
	Name               string // the accessible name: "<title>, <state>"
	CanClose           bool
	CanReconnect       bool
	Full               bool // no call goes out until a Reset, or until answers come
}

// Connection gives the row of a connection.
func Connection(info bus.ConnectionInfo) ConnectionRow {
	st, title := connectionStatus(info), AddressLabel(info.Endpoint.Address)
	row := ConnectionRow{
		Title:    title,
		Subtitle: Line(connectionSummary(info, st)),
		Tooltip:  Block(connectionStory(info, st)),
		State:    st.text(),
		Icon:     st.icon,
		Class:    st.class,
		Name:     title + ", " + st.text(),
		Full:     isFull(info),
	}
	row.CanClose = info.State == bus.Connecting || info.State == bus.Connected
	row.CanReconnect = !row.CanClose
	return row
}

func isFull(info bus.ConnectionInfo) bool { return info.State == bus.Connected && info.Full }

// farFromLimit says of which part of what the bus allows it is worth a word.
const farFromLimit = 100

// connectionSummary is the calls that the bus counts, or else the state, with the
// backend where nothing is amiss; there is no room for all of it.
func connectionSummary(info bus.ConnectionInfo, st status) string {
	pending := info.Stats.InFlight + info.Stats.Orphans
	switch {
	case info.State != bus.Connected || isFull(info):
		return st.text()
	case pending == 0:
		return joined(st.text(), info.Endpoint.Backend)
	case pending*farFromLimit >= info.Limit && info.Limit > 0:
		return tr.F("%d of %d pending", pending, info.Limit)
	}
	return tr.N(pending, "%d pending", "%d pending", pending)
}

// connectionStory says everything about a connection, one thing in each line.
func connectionStory(info bus.ConnectionInfo, st status) string {
	first := joined(st.text(), info.Endpoint.Backend)
	switch info.State {
	case bus.Connected:
		first = joined(first, string(info.UniqueName))
	case bus.Lost, bus.Failed:
		if reason := shortReason(info.Err); reason != st.text() {
			first = joined(first, reason)
		}
		return first
	default:
		return first
	}
	stats := info.Stats
	if stats.InFlight > 0 {
		first += "\n" + tr.N(stats.InFlight, "%d call waits for its answer", "%d calls wait for their answers", stats.InFlight)
	}
	if stats.Orphans > 0 {
		first += "\n" + tr.N(stats.Orphans,
			"%d call was given up; the bus counts it until its answer comes",
			"%d calls were given up; the bus counts them until their answers come", stats.Orphans)
	}
	if info.Limit > 0 {
		first += "\n" + tr.N(info.Limit, "The bus allows %d", "The bus allows %d", info.Limit)
	}
	return first
}

// FullTitle says that calls that were given up have every slot of a connection;
// empty for one where they have not.
func FullTitle(info bus.ConnectionInfo) string {
	if !isFull(info) {
		return ""
	}
	return tr.F("%s: no call goes out, since calls that were given up still count",
		AddressLabel(info.Endpoint.Address))
}

// ResetBody says what a Reset does to a connection.
func ResetBody(info bus.ConnectionInfo) string {
	body := tr.T("The connection is closed and made anew. Calls that wait for an answer are canceled; those given up no longer count. Watches go on.")
	if waiting := info.Stats.InFlight; info.State == bus.Connected && waiting > 0 {
		body += "\n\n" + tr.N(waiting, "%d call is waiting now.", "%d calls are waiting now.", waiting)
	}
	return body
}

func connectionStatus(info bus.ConnectionInfo) status {
	switch info.State {
	case bus.Connecting:
		return status{tr.Mark("Connecting"), "content-loading-symbolic", "dimmed"}
	case bus.Connected:
		if info.Full {
			return status{tr.Mark("No Free Slot"), "dialog-warning-symbolic", "warning"}
		}
		return status{tr.Mark("Connected"), "network-transmit-receive-symbolic", "success"}
	case bus.Lost:
		return status{tr.Mark("Disconnected"), "network-error-symbolic", "error"}
	case bus.Failed:
		return status{tr.Mark("Not Connected"), "dialog-error-symbolic", "error"}
	}
	return status{tr.Mark("Closed"), "network-offline-symbolic", "dimmed"}
}

// EndpointText names a connection in one line.
func EndpointText(ep bus.Endpoint) string { return endpointText(ep) }

// endpointText names a connection in one line.
func endpointText(ep bus.Endpoint) string {
	return joined(AddressLabel(ep.Address), Line(ep.Backend))
}
