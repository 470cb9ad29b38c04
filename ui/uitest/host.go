//go:build !sandbox

package uitest

// startHost starts what a desktop has for programs in sandboxes: nothing.
func (d *Desktop) startHost() {}
