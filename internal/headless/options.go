package headless

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

// options are those of every verb.
type options struct {
	bus, backend string
	json         bool
}

func (o *options) define(flags *flag.FlagSet) {
	flags.StringVar(&o.bus, "bus", "session", "which bus: session, system, accessibility, an address, peer:`ADDRESS`, ssh:host=NAME, container:name=NAME")
	flags.StringVar(&o.backend, "backend", "", "the library to use: `NAME` is godbus or GDBus")
	flags.BoolVar(&o.json, "json", false, "write JSON, a document to a line")
}

func (o *options) endpoint(connections *bus.Connections) (bus.Endpoint, error) {
	address, err := bus.ParseAddress(o.bus)
	if err != nil {
		return bus.Endpoint{}, err
	}
	ep := bus.Endpoint{Address: address}
	if o.backend == "" {
		return ep, nil
	}
	names := connections.Backends()
	i := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, o.backend) })
	if i < 0 {
		return ep, usage("there is no backend %q, but %s", o.backend, strings.Join(names, " and "))
	}
	ep.Backend = names[i]
	return ep, nil
}

// duration is an option that is a length of time; 0 is none.
type duration time.Duration

func durationOption(flags *flag.FlagSet, name string, usual time.Duration, about string) *time.Duration {
	d := usual
	flags.Var((*duration)(&d), name, about)
	return &d
}

func (d *duration) String() string {
	if *d == 0 {
		return "none"
	}
	return time.Duration(*d).String()
}

var errDuration = errors.New("it is a time such as 25s or 100ms, at least 1ms, or none")

// Set reads a number of seconds too.
func (d *duration) Set(text string) error {
	if text == "none" || text == "0" {
		*d = 0
		return nil
	}
	read, err := time.ParseDuration(text)
	if _, bare := strconv.ParseFloat(text, 64); bare == nil {
		read, err = time.ParseDuration(text + "s")
	}
	if err != nil || read < time.Millisecond {
		return errDuration
	}
	*d = duration(read)
	return nil
}

// isGiven reports whether an option was given.
func isGiven(flags *flag.FlagSet, name string) (given bool) {
	flags.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}

// list is an option that may be given more than once.
type list[T any] struct {
	items *[]T
	read  func(string) (T, error)
}

func (l list[T]) String() string { return "" }

func (l list[T]) Set(text string) error {
	item, err := l.read(text)
	if err == nil {
		*l.items = append(*l.items, item)
	}
	return err
}

// flagOptions are the options that set flags of a call.
func flagOptions(flags *flag.FlagSet) *bus.Flags {
	var set bus.Flags
	for name, option := range map[string]struct {
		flag  bus.Flags
		about string
	}{
		"no-reply":      {bus.NoReply, "ask for no answer, and wait for none"},
		"no-auto-start": {bus.NoAutoStart, "do not start a service to answer"},
		"interactive":   {bus.InteractiveAuthorization, "let the service ask for a password"},
	} {
		flags.BoolFunc(name, option.about, func(text string) error {
			on, err := strconv.ParseBool(text)
			if on {
				set |= option.flag
			} else {
				set &^= option.flag
			}
			return err
		})
	}
	return &set
}

// fileOptions are the files that handles among the arguments are indexes of.
func fileOptions(flags *flag.FlagSet) *[]bus.File {
	var files []bus.File
	add := func(writable bool) list[bus.File] {
		return list[bus.File]{&files, func(path string) (bus.File, error) {
			return bus.File{Path: path, Writable: writable}, nil
		}}
	}
	flags.Var(add(false), "file", "send `PATH` along, opened for reading; the first file is the handle 0")
	flags.Var(add(true), "writable-file", "send `PATH` along, opened for reading and writing")
	return &files
}

// signature is an option that is set or not, since the empty signature is one too.
type signature struct {
	sig   bus.Signature
	isSet bool
}

func signatureOption(flags *flag.FlagSet, about string) *signature {
	var s signature
	flags.Func("signature", about, func(text string) (err error) {
		if s.sig, err = bus.ParseSignature(text); err == nil {
			s.isSet = true
		} else if e, ok := errors.AsType[*bus.SyntaxError](err); ok {
			err = fmt.Errorf("%s", e.Reason)
		}
		return err
	})
	return &s
}
