package gasync_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/diamondburned/gotk4/pkg/core/gerror"
	"github.com/diamondburned/gotk4/pkg/gio/v2"
	"github.com/diamondburned/gotk4/pkg/glib/v2"

	"github.com/bellhop-gtk/bellhop/tasks/gasync"
)

// packageSources returns the source of the package under test, by file name.
func packageSources(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources[file] = string(source)
	}
	if len(sources) == 0 {
		t.Fatal("found no source")
	}
	return sources
}

// failTask awaits a GTask that fails with the given GError.
func failTask(ctx context.Context, domain string, code int, message string) error {
	_, err := gasync.Await(ctx, loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			task := gio.NewTask(ctx, nil, ready)
			task.SetCheckCancellable(false)
			task.ReturnNewErrorLiteral(glib.QuarkFromString(domain), code, message)
		}, finishTask)
	return err
}

func TestCase7Trap10ErrorsKeepDomainAndCode(t *testing.T) {
	err := failTask(testContext(t), "g-io-error-quark", int(gio.IOErrorNoSpace), "disk full")
	gerr, ok := errors.AsType[*gasync.Error](err)
	if !ok || gerr.Domain != gasync.IODomain || gerr.Code != int(gio.IOErrorNoSpace) || gerr.Message != "disk full" || err.Error() != "disk full" {
		t.Errorf("Await gave %#v", err)
	}
	if !errors.Is(err, &gasync.Error{Domain: gasync.IODomain, Code: int(gio.IOErrorNoSpace)}) {
		t.Error("errors.Is does not find the domain and code")
	}
	if errors.Is(err, &gasync.Error{Domain: "other", Code: int(gio.IOErrorNoSpace)}) {
		t.Error("errors.Is takes another domain for the same")
	}
	if _, ok := errors.AsType[*gerror.GError](err); !ok {
		t.Error("gotk4's own error cannot be reached")
	}
}

func TestTrap10WrappedErrorsKeepDomainAndCode(t *testing.T) {
	_, err := gasync.Await(testContext(t), loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gio.NewTask(ctx, nil, ready).ReturnNewErrorLiteral(gio.IOErrorQuark(), int(gio.IOErrorExists), "there")
		},
		func(res gio.AsyncResulter) (int, error) {
			_, err := finishTask(res)
			return 0, fmt.Errorf("saving: %w", err)
		})
	gerr, ok := errors.AsType[*gasync.Error](err)
	if !ok || gerr.Message != "there" || err.Error() != "saving: there" {
		t.Errorf("Await gave %v, want the wrapping's words and the GError's", err)
	}
}

func TestTrap11DialogErrors(t *testing.T) {
	dismissed := failTask(testContext(t), "gtk-dialog-error-quark", 2, "Dismissed by user")
	if !errors.Is(dismissed, gasync.ErrDismissed) || errors.Is(dismissed, context.Canceled) {
		t.Errorf("a dismissed dialog gave %v, want ErrDismissed", dismissed)
	}

	ctx, cancel := context.WithCancelCause(testContext(t))
	made := make(chan *gio.Task, 1)
	result := goAwait(func() (int, error) { return gasync.Await(ctx, loop, startTask(made), finishTask) })
	task := <-made
	task.SetCheckCancellable(false)
	cancel(errUser)
	awaitCancelled(t, task)
	task.ReturnNewErrorLiteral(glib.QuarkFromString("gtk-dialog-error-quark"), 1, "Cancelled by application")
	r := <-result
	if !errors.Is(r.err, context.Canceled) || !errors.Is(r.err, errUser) || errors.Is(r.err, gasync.ErrDismissed) {
		t.Errorf("a dialog that was canceled gave %v", r.err)
	}
}

func TestTrap12FinishReturnsWrapperRoundNil(t *testing.T) {
	conn := testConn(t)
	reply, err := gasync.Await(testContext(t), loop, busCall(conn, "NoSuchMethod"), conn.CallFinish)
	if err == nil || reply != nil {
		t.Errorf("Await gave %v, %v, want nil and an error", reply, err)
	}
	bad, err := gasync.Await(testContext(t), loop,
		func(ctx context.Context, ready gio.AsyncReadyCallback) {
			gio.NewDBusConnectionForAddress(ctx, "unix:path=/no/such/bus", gio.DBusConnectionFlagsAuthenticationClient, nil, ready)
		},
		gio.NewDBusConnectionForAddressFinish)
	if err == nil || bad != nil {
		t.Errorf("Await gave %v, %v, want nil and an error", bad, err)
	}
	if _, err := gasync.Result(7, err); err == nil {
		t.Error("Result lost the error")
	}
	if v, err := gasync.Result(7, nil); v != 7 || err != nil {
		t.Errorf("Result gave %d, %v, want what it was given", v, err)
	}
}

func TestCanceledErrorSaysWhy(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errUser)
	_, err := gasync.Await(ctx, loop, startTask(nil), finishTask)
	if want := "context canceled: " + errUser.Error(); err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err = gasync.Await(ctx, loop, startTask(nil), finishTask)
	if err.Error() != "context canceled" {
		t.Errorf("got %q", err)
	}
}
