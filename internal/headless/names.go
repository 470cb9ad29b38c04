package headless

import (
	"context"
	"flag"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// listing is the options of "list".
type listing struct{ acquired, unique, activatable, processes bool }

func listNames(flags *flag.FlagSet) work {
	o := new(listing)
	flags.BoolVar(&o.acquired, "acquired", false, "list well-known names that somebody has")
	flags.BoolVar(&o.unique, "unique", false, "list unique names")
	flags.BoolVar(&o.activatable, "activatable", false, "list names that a service can be started for")
	flags.BoolVar(&o.processes, "processes", false, "tell of the processes that have the names")
	return o.run
}

func (o *listing) run(ctx context.Context, c *command, _ []string) error {
	future, refused := c.Connections.SubmitListNames(bus.ListNamesSpec{Endpoint: c.endpoint})
	names, err := await(ctx, future, refused)
	if err != nil {
		return err
	}
	rows := make([]nameRow, 0, len(names))
	for _, info := range names {
		if o.wants(info) {
			rows = append(rows, nameRow{NameInfo: info})
		}
	}
	if o.processes {
		if err := c.lookUp(ctx, rows); err != nil {
			return err
		}
	}
	if c.json {
		return c.document(newNames(rows))
	}
	return c.block(namesText(rows, o.processes))
}

func (o *listing) wants(info bus.NameInfo) bool {
	switch {
	case !o.acquired && !o.unique && !o.activatable:
		return true
	case info.Name.IsUnique():
		return o.unique
	}
	return o.acquired && info.Owner != "" || o.activatable && info.Activatable
}

// nameRow is a name, and who has it, where that was asked for and is known.
type nameRow struct {
	bus.NameInfo
	who *bus.Credentials
}

// lookUp asks about the owners of names, all at once. Those that have gone
// meanwhile stay unknown.
func (c *command) lookUp(ctx context.Context, rows []nameRow) error {
	futures := make([]tasks.Future[bus.Credentials], len(rows))
	for i, row := range rows {
		if row.Owner == "" {
			continue
		}
		var err error
		if futures[i], err = c.Connections.SubmitCredentials(bus.CredentialsSpec{Endpoint: c.endpoint, Name: row.Owner}); err != nil {
			return err
		}
	}
	for i := range rows {
		if futures[i].Task() == nil {
			continue
		}
		who, err := await(ctx, futures[i], nil)
		switch {
		case err == nil:
			rows[i].who = &who
		case ctx.Err() != nil:
			return err
		}
	}
	return nil
}
