package bus

// How the bus itself is called.
const (
	busDriver       Name       = "org.freedesktop.DBus"
	driverPath      ObjectPath = "/org/freedesktop/DBus"
	driverInterface Interface  = "org.freedesktop.DBus"
)

// driverCall is a call of one of the bus's own methods.
func driverCall(member Member, args ...Value) Call {
	return Call{
		Destination: busDriver, Path: driverPath, Interface: driverInterface, Member: member,
		Args: args, Flags: NoAutoStart,
	}
}
