package patterns

import (
	"context"
	"os"
	"path/filepath"

	"github.com/bellhop-gtk/bellhop/tasks"
	"github.com/bellhop-gtk/bellhop/ui/tr"
)

// fanOut runs a task for each directory at the same time and adds up what they
// give. The first failure cancels the others; canceling this one cancels them all.
func fanOut(ctx context.Context, env Env, say func(string)) (string, error) {
	var futures []tasks.Future[int]
	for _, dir := range []string{"/usr/bin", "/usr/lib", "/usr/share"} {
		future, err := tasks.Submit(env.Engine, tasks.Spec{Title: tr.F("Count %s", dir)},
			func(ctx context.Context, _ *tasks.Reporter) (int, error) { return countFiles(ctx, dir) })
		if err != nil {
			return "", err
		}
		futures = append(futures, future)
	}
	say(tr.T("counting in three directories at once"))

	counts, err := tasks.All(ctx, tasks.CancelRest, futures...)
	if err != nil {
		return "", err
	}
	total := 0
	for _, count := range counts {
		total += count
	}
	return tr.Figures("%d + %d + %d = %d", counts[0], counts[1], counts[2], total), nil
}

// countFiles counts the entries of a directory, and of those in it.
func countFiles(ctx context.Context, dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	count := len(entries)
	for _, entry := range entries {
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if entry.IsDir() {
			below, _ := os.ReadDir(filepath.Join(dir, entry.Name())) // or it is not ours to read
			count += len(below)
		}
	}
	return count, nil
}
