package bustest

import "fmt"

// WithPolicy adds an element to the daemon's policy, <allow .../> or <deny .../>, as
// dbus-daemon(1) describes them. Without, everything is allowed; those that come
// later count for more.
func WithPolicy(element string) DaemonOption {
	return func(c *daemonConfig) { fmt.Fprintf(&c.policy, "    %s\n", element) }
}
