package uitest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

// binaryVar names the program under test in the environment.
const binaryVar = "BELLHOP_BINARY"

const mainPackage = "github.com/bellhop-gtk/bellhop"

// shared is what all tests of the process have in common. [Main] sets it before
// the first test starts.
var shared struct {
	dir     string
	program func() (path string, err error) // builds it at the first call
}

// Main is the TestMain of a package that uses Start: it runs the tests, and
// fails the run if a goroutine is left over. It does not return.
func Main(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "uitest-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	shared.dir = dir
	shared.program = sync.OnceValues(func() (string, error) { return prepareProgram(dir) })
	code := m.Run()
	if code == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	return code
}

func prepareProgram(dir string) (string, error) {
	if path := os.Getenv(binaryVar); path != "" {
		return filepath.Abs(path)
	}
	path := filepath.Join(dir, "bellhop")
	build := exec.Command("go", "build", "-o", path, mainPackage)
	if output, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, output)
	}
	return path, nil
}

// builtProgram is the path of the program under test.
func builtProgram(t testing.TB) string {
	t.Helper()
	if shared.program == nil {
		t.Fatal("uitest.Main must be the package's TestMain")
	}
	path, err := shared.program()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// cacheDir is a cache directory that all desktops of this process share.
func cacheDir() string {
	return filepath.Join(shared.dir, "cache")
}
