package layout

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// A release is what data/ tells of one.
type release struct {
	Version string `xml:"version,attr"`
	Date    string `xml:"date,attr"`
}

func TestNewestReleaseIsTheVersion(t *testing.T) {
	root := moduleRoot(t)
	build, err := os.ReadFile(filepath.Join(root, "meson.build"))
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^  version: '(.+)',$`).FindSubmatch(build)
	if version == nil {
		t.Fatal("meson.build has no version")
	}
	releases := releasesOf(t, root)
	if newest := releases[0].Version; newest != string(version[1]) {
		t.Errorf("the newest release in data/ is %s, meson.build makes %s", newest, version[1])
	}
	for i, r := range releases {
		if _, err := time.Parse(time.DateOnly, r.Date); err != nil {
			t.Errorf("release %s: %v", r.Version, err)
		}
		if i > 0 && r.Date > releases[i-1].Date {
			t.Errorf("release %s of %s comes after an older one", r.Version, r.Date)
		}
	}
}

// releasesOf gives the releases that data/ tells of, the newest first.
func releasesOf(t *testing.T, root string) []release {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "data", "io.github.bellhop_gtk.Bellhop.metainfo.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var component struct {
		Releases []release `xml:"releases>release"`
	}
	if err := xml.Unmarshal(text, &component); err != nil {
		t.Fatal(err)
	}
	if len(component.Releases) == 0 {
		t.Fatal("data/ tells of no release")
	}
	return component.Releases
}
