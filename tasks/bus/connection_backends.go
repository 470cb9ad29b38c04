package bus

import "slices"

// Backends gives the names of the backends, the default first.
func (c *Connections) Backends() []string {
	backends := *c.backends.Load()
	names := make([]string, len(backends))
	for i, backend := range backends {
		names[i] = backend.Name
	}
	return names
}

// Prefer makes the backend of that name the default, for work that names none and
// is submitted from then on. Where there is no such backend, the default stays.
func (c *Connections) Prefer(backend string) {
	backends := slices.Clone(*c.backends.Load())
	i := indexOfBackend(backends, backend)
	if i < 0 {
		return
	}
	preferred := backends[i]
	backends = slices.Insert(slices.Delete(backends, i, i+1), 0, preferred)
	c.backends.Store(&backends)
}

// resolve names the default backend in ep, and finds the one it names. A peer
// without a bus is always for the first backend that can dial such, whatever was
// asked for.
func (c *Connections) resolve(ep Endpoint) (Endpoint, Dialer, error) {
	backends, i := *c.backends.Load(), 0
	switch {
	case ep.Address.Kind() == AddressPeer:
		i = slices.IndexFunc(backends, func(b Backend) bool { return b.Peers })
	case ep.Backend != "":
		i = indexOfBackend(backends, ep.Backend)
	}
	if i < 0 || i >= len(backends) {
		return ep, nil, ErrNoSuchBackend
	}
	ep.Backend = backends[i].Name
	return ep, backends[i].Dialer, nil
}

func indexOfBackend(backends []Backend, name string) int {
	return slices.IndexFunc(backends, func(b Backend) bool { return b.Name == name })
}
