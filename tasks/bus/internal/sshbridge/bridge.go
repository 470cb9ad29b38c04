package sshbridge

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/bellhop-gtk/bellhop/tasks/bus"
)

const (
	// grace is how long the program may take to end when it is asked to.
	grace = time.Second
	// lastWords is how long it may take to end after its output has.
	lastWords = 2 * time.Second
	// drain is how long others may hold on to its standard error after it.
	drain = 200 * time.Millisecond
)

// Bridge is a program that runs, ssh or another, and this end of the way through it.
// Its methods may be called by any goroutine.
type Bridge struct {
	file *os.File
	way  way
	cmd  *exec.Cmd
	said tail

	closing atomic.Bool
	close   sync.Once
	exited  chan struct{} // closed when the program has ended and its status is known
	failure error         // why it ended by itself; set before exited is closed
}

// Option changes what [Dial] does.
type Option func(*config)

type config struct{ getenv func(string) string }

// WithGetenv has the PATH on which the program is looked for given by this function
// rather than by the environment of the process. It itself always gets that one.
func WithGetenv(getenv func(string) string) Option {
	return func(c *config) { c.getenv = getenv }
}

// Dial starts ssh and returns at once, see the package's documentation: from then
// on it is for the caller to call Close when ctx ends. The error is a [*bus.Error].
func Dial(ctx context.Context, target bus.SSHTarget, opts ...Option) (*Bridge, error) {
	if err := target.Validate(); err != nil {
		return nil, badTarget(target.Host, err)
	}
	return dial(ctx, way{"ssh", arguments(target), target.Host, sshReason}, opts)
}

// DialContainer is Dial for a container of this machine.
func DialContainer(ctx context.Context, target bus.ContainerTarget, opts ...Option) (*Bridge, error) {
	if err := target.Validate(); err != nil {
		return nil, badTarget(target.Name, err)
	}
	return dial(ctx, way{bridgeName, containerArguments(target), target.Name, containerReason}, opts)
}

// DialAddress is Dial or DialContainer, for an address of the kind.
func DialAddress(ctx context.Context, address bus.Address, opts ...Option) (*Bridge, error) {
	if target, ok := address.Container(); ok {
		return DialContainer(ctx, target, opts...)
	}
	target, _ := address.SSH()
	return Dial(ctx, target, opts...)
}

func dial(ctx context.Context, w way, opts []Option) (*Bridge, error) {
	c := config{getenv: os.Getenv}
	for _, opt := range opts {
		opt(&c)
	}
	if ctx.Err() != nil {
		return nil, bus.NewContextError(ctx)
	}
	path, err := find(w.program, c.getenv("PATH"))
	if err != nil {
		return nil, noServer(w.far, bus.Because("%s is not installed", w.program), err)
	}
	near, far, err := socketpair()
	if err != nil {
		return nil, noServer(w.far, bus.Reason{}, err)
	}
	defer far.Close()
	b := &Bridge{file: near, way: w, exited: make(chan struct{})}
	b.cmd = exec.Command(path, w.args...)
	b.cmd.Stdin, b.cmd.Stdout, b.cmd.Stderr = far, far, &b.said
	b.cmd.WaitDelay = drain
	b.cmd.SysProcAttr = apart()
	if err := b.start(); err != nil {
		near.Close()
		return nil, noServer(w.far, bus.Because("%s cannot be started", w.program), err)
	}
	return b, nil
}

// start starts the program, and the goroutine that waits for its end.
func (b *Bridge) start() error {
	started := make(chan error)
	go func() {
		defer close(b.exited)
		// The kernel ends the program with the thread that started it, so that
		// thread stays until the program has ended.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := b.cmd.Start()
		started <- err
		if err != nil {
			return
		}
		b.cmd.Wait() // ProcessState tells all that matters
		if !b.closing.Load() {
			exit := &ExitError{Host: b.way.far, State: b.cmd.ProcessState, Output: b.said.text()}
			b.failure = noServer(b.way.far, exit.why(b.way.reason), exit)
		}
	}()
	err := <-started
	if err != nil {
		<-b.exited
	}
	return err
}

// File is this end of the way: a stream socket, of which what is written comes
// out of the bridge over there, and the other way round. It is closed by Close;
// who wants to keep it duplicates it. The end of the file means that the program
// has ended, or is about to.
func (b *Bridge) File() *os.File { return b.file }

// Failure says why the program has ended by itself: a [*bus.Error] of KindNoServer,
// whose Message tells what failed and what the program said, and with an [*ExitError]
// in its tree. It waits for a moment if the program has not ended yet, and is nil if
// it still has not then, or has ended since Close was called: ask before Close.
func (b *Bridge) Failure() error {
	timer := time.NewTimer(lastWords)
	defer timer.Stop()
	select {
	case <-b.exited:
		return b.failure
	case <-timer.C:
		return nil
	}
}

// Close ends the program, by force if it does not end when asked to, and waits until
// it is gone. It may be called more than once.
func (b *Bridge) Close() {
	b.close.Do(func() {
		b.closing.Store(true)
		b.file.Close()
		b.cmd.Process.Signal(syscall.SIGTERM)
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-b.exited:
		case <-timer.C:
			b.cmd.Process.Kill()
		}
	})
	<-b.exited
}

// socketpair makes two ends of a stream, ours of which the runtime can wait for.
func socketpair() (near, far *os.File, err error) {
	syscall.ForkLock.RLock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}
	if err := syscall.SetNonblock(fds[0], true); err != nil {
		syscall.Close(fds[0])
		syscall.Close(fds[1])
		return nil, nil, os.NewSyscallError("fcntl", err)
	}
	return os.NewFile(uintptr(fds[0]), "bridge"), os.NewFile(uintptr(fds[1]), "bridge"), nil
}
