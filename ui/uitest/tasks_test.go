package uitest

import (
	"slices"
	"strings"
	"testing"
)

// order is the titles of the rows of the list, from the top.
func order(tree *Node) []string {
	var titles []string
	for _, list := range tree.Find(Role("list").Named("Tasks")) {
		for _, row := range list.Find(Role("list item")) {
			title, _, _ := strings.Cut(row.Name, ", ")
			titles = append(titles, title[strings.LastIndexByte(title, '.')+1:])
		}
	}
	return titles
}

func TestTasksAreSorted(t *testing.T) {
	app := startWithService(t)
	for _, method := range []string{"GetId", "ListNames", "ListActivatableNames"} {
		c := call{destination: "org.freedesktop.DBus", path: "/", iface: "org.freedesktop.DBus", method: method}
		c.send(app)
		app.Await(Row(c.title(), "Succeeded"))
	}
	expect := func(want ...string) {
		t.Helper()
		app.Until("rows in the order "+strings.Join(want, ", "), func(tree *Node) bool {
			return strings.Join(order(tree), ",") == strings.Join(want, ",")
		})
	}
	expect("ListActivatableNames", "ListNames", "GetId", "Connect to Session")
	app.Press(Role("toggle button").Named("Sort Tasks"))
	app.Press(Button("By Name"))
	expect("Connect to Session", "GetId", "ListActivatableNames", "ListNames")
}

func TestTasksAreGroupedByConnection(t *testing.T) {
	app := Start(t, keepingSettings(t))
	for _, backend := range []string{"godbus", "GDBus"} {
		c := call{backend: backend, destination: "org.freedesktop.DBus", path: "/", iface: "org.freedesktop.DBus", method: "GetId"}
		c.send(app)
	}
	app.AwaitCount(2, Row("org.freedesktop.DBus.GetId", "Succeeded"))
	app.Press(Role("toggle button").Named("Sort Tasks"))
	app.Press(Button("Group by Connection"))
	grouped := func() {
		t.Helper()
		want := []string{"Session · GDBus", "GetId", "Connect to Session", "Session · godbus", "GetId", "Connect to Session"}
		app.Until("the tasks below their connections", func(tree *Node) bool { return slices.Equal(order(tree), want) })
	}
	grouped()
	app.Keys("ctrl+1", "home", "down", "down", "down", "down") // by the headings, to the second connection
	app.Await(Any("Session · godbus").In(Role("list").Named("Call")))
	app.Keys("delete")
	app.AwaitCount(1, Row("org.freedesktop.DBus.GetId", "Succeeded"))
	app.Press(Button("Undo"))
	grouped()
	end(app)

	app.Restart()
	c := call{destination: "org.freedesktop.DBus", path: "/", iface: "org.freedesktop.DBus", method: "GetId"}
	c.send(app)
	app.Await(Role("list item").Named("Session · GDBus").In(Role("list").Named("Tasks")))
}

func TestTasksAreSelectedOneByOne(t *testing.T) {
	app := startWithService(t)
	wait := practiceCall("NeverAnswer", "")
	for n := range 3 {
		wait.send(app)
		app.AwaitCount(n+1, Row(wait.title(), "Running"))
	}
	app.Press(Role("toggle button").Named("Sort Tasks"))
	app.Press(Button("Select Tasks"))
	app.Await(Role("label").Named("1 selected")) // the last call
	app.Keys("ctrl+down", "enter")               // to the end of the list
	app.Await(Role("label").Named("2 selected"))
	app.Keys("enter")
	app.Await(Role("label").Named("1 selected"))
	app.Press(Button("Cancel Selected"))
	app.AwaitCount(1, Row(wait.title(), "Canceled"))
	app.Press(Button("Copy Selected"))
	app.Await(Any("Copied to clipboard"))
	app.Press(Button("Done"))
	app.AwaitGone(Button("Cancel Selected"))
}

func TestSeveralTasksAreSelectedWithTheKeyboard(t *testing.T) {
	app := startWithService(t)
	wait := practiceCall("NeverAnswer", "")
	for n := range 3 {
		wait.send(app)
		app.AwaitCount(n+1, Row(wait.title(), "Running"))
	}
	app.Keys("ctrl+1")
	app.Keys("home", "shift+down")
	app.Await(Role("label").Named("2 selected"))
	app.Press(Button("Cancel Selected"))
	app.AwaitCount(2, Row(wait.title(), "Canceled"))
	app.AwaitCount(1, Row(wait.title(), "Running"))
	app.Keys("ctrl+a")
	app.Await(Role("label").Named("4 selected"))
	app.Press(Button("Retry Selected"))
	app.AwaitCount(3, Row(wait.title(), "Running"))
	app.Press(Button("Clear Selected"))
	app.AwaitCount(0, Row(wait.title(), "Canceled"))
	app.Press(Button("Undo"))
	app.AwaitCount(2, Row(wait.title(), "Canceled"))
}
