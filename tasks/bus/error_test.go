package bus_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

func TestKindOfName(t *testing.T) {
	const std = "org.freedesktop.DBus.Error."
	for name, want := range map[string]bus.Kind{
		std + "ServiceUnknown":                   bus.KindNoSuchName,
		std + "NameHasNoOwner":                   bus.KindNoSuchName,
		std + "UnknownMethod":                    bus.KindNoSuchMember,
		std + "UnknownObject":                    bus.KindNoSuchMember,
		std + "UnknownInterface":                 bus.KindNoSuchMember,
		std + "UnknownProperty":                  bus.KindNoSuchMember,
		std + "InvalidArgs":                      bus.KindBadArguments,
		std + "InvalidSignature":                 bus.KindBadArguments,
		std + "MatchRuleInvalid":                 bus.KindBadArguments,
		std + "AccessDenied":                     bus.KindAccessDenied,
		std + "PropertyReadOnly":                 bus.KindAccessDenied,
		std + "InteractiveAuthorizationRequired": bus.KindNeedsPassword,
		std + "NoReply":                          bus.KindNoReply,
		std + "Timeout":                          bus.KindTimeout,
		std + "TimedOut":                         bus.KindTimeout,
		std + "Disconnected":                     bus.KindDisconnected,
		std + "NoServer":                         bus.KindNoServer,
		std + "BadAddress":                       bus.KindBadAddress,
		std + "AuthFailed":                       bus.KindAuthentication,
		std + "Spawn.ChildExited":                bus.KindStartFailed,
		std + "Spawn.ServiceNotFound":            bus.KindStartFailed,
		std + "LimitsExceeded":                   bus.KindLimit,
		std + "NotSupported":                     bus.KindUnsupported,
		std + "InconsistentMessage":              bus.KindProtocol,
		std + "Failed":                           bus.KindOther,
		std + "Spawn":                            bus.KindOther,
		std:                                      bus.KindOther,
		"":                                       bus.KindOther,
		"ServiceUnknown":                         bus.KindOther,
		"org.example.Error.ServiceUnknown":       bus.KindOther,
	} {
		if got := bus.KindOfName(name); got != want {
			t.Errorf("%s is of the kind %q, want %q", name, got, want)
		}
	}
}

// Every kind has a name and a sentence of its own, fit for a window.
func TestKindsAreWorded(t *testing.T) {
	seen := map[string]bus.Kind{}
	for kind := bus.KindOther; kind <= bus.KindProtocol; kind++ {
		for _, words := range []string{kind.String(), kind.Sentence()} {
			if other, twice := seen[words]; twice {
				t.Errorf("kinds %d and %d both say %q", other, kind, words)
			}
			seen[words] = kind
		}
		s := kind.Sentence()
		if len(s) < 15 || len(s) > 70 || !unicode.IsUpper(rune(s[0])) || !strings.HasSuffix(s, ".") || strings.Count(s, ".") != 1 {
			t.Errorf("kind %d: %q is not one plain sentence", kind, s)
		}
	}
	beyond := bus.KindProtocol + 1
	if beyond.Sentence() != bus.KindOther.Sentence() || beyond.String() != fmt.Sprintf("kind %d", beyond) {
		t.Errorf("an unknown kind is %q: %q", beyond, beyond.Sentence())
	}
}

func TestRemoteError(t *testing.T) {
	err := bus.NewRemoteError("org.freedesktop.DBus.Error.AccessDenied", "no way")
	err.Op, err.Subject = "call", "org.example.A.B"
	wrapped := fmt.Errorf("outside: %w", err)
	if bus.KindOf(wrapped) != bus.KindAccessDenied {
		t.Errorf("the kind is %q", bus.KindOf(wrapped))
	}
	if want := "call org.example.A.B: org.freedesktop.DBus.Error.AccessDenied: no way"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	err.Message = strings.Repeat("x", 1<<20)
	if len(err.Error()) > 1000 {
		t.Errorf("an error's text has %d bytes", len(err.Error()))
	}
	if got := (&bus.Error{Kind: bus.KindLimit}).Error(); got != "limit reached" {
		t.Errorf("an error of a kind alone says %q", got)
	}
	if bus.KindOf(errors.New("x")) != bus.KindOther {
		t.Error("a plain error has a kind")
	}
}

func TestContextErrorKeepsTheCause(t *testing.T) {
	cause := errors.New("the person pressed the button")
	canceled, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	plain, cancelPlain := context.WithCancel(t.Context())
	cancelPlain()
	late, stop := context.WithDeadlineCause(t.Context(), time.Unix(0, 0), cause)
	defer stop()

	for _, c := range []struct {
		name string
		ctx  context.Context
		kind bus.Kind
		is   []error
		not  error
	}{
		{"canceled with a cause", canceled, bus.KindCanceled, []error{context.Canceled, cause}, context.DeadlineExceeded},
		{"canceled", plain, bus.KindCanceled, []error{context.Canceled}, context.DeadlineExceeded},
		{"timed out with a cause", late, bus.KindTimeout, []error{context.DeadlineExceeded, cause}, context.Canceled},
	} {
		err := bus.NewContextError(c.ctx)
		if err.Kind != c.kind || errors.Is(err, c.not) {
			t.Errorf("%s: %v of the kind %q", c.name, err, err.Kind)
		}
		for _, is := range c.is {
			if !errors.Is(err, is) {
				t.Errorf("%s: %v is not %v", c.name, err, is)
			}
			if !strings.Contains(err.Error(), is.Error()) {
				t.Errorf("%s: %q does not say %q", c.name, err, is)
			}
		}
		if strings.Count(err.Error(), context.Canceled.Error()) > 1 {
			t.Errorf("%s: %q says it twice", c.name, err)
		}
	}
}

func TestDisconnectedErrorKeepsWhy(t *testing.T) {
	err := bus.NewDisconnectedError(bus.ErrClosed)
	if bus.KindOf(err) != bus.KindDisconnected || !errors.Is(err, bus.ErrClosed) {
		t.Errorf("got %v of the kind %q", err, bus.KindOf(err))
	}
}
