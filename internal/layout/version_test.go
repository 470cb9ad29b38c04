package layout

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// component is what data/ tells of the program that has to agree with something.
type component struct {
	Images   []string  `xml:"screenshots>screenshot>image"`
	Releases []release `xml:"releases>release"`
}

// A release is what data/ tells of one.
type release struct {
	Version string `xml:"version,attr"`
	Date    string `xml:"date,attr"`
}

func TestNewestReleaseIsTheVersion(t *testing.T) {
	version, releases := versionOf(t), readComponent(t).Releases
	if newest := releases[0].Version; newest != version {
		t.Errorf("the newest release in data/ is %s, meson.build makes %s", newest, version)
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

func TestScreenshotsAreThoseOfTheVersion(t *testing.T) {
	images := readComponent(t).Images
	prefix := "https://raw.githubusercontent.com/bellhop-gtk/bellhop/v" + versionOf(t) + "/"
	for _, image := range images {
		file, ok := strings.CutPrefix(image, prefix)
		if !ok {
			t.Errorf("%s does not begin with %s", image, prefix)
		} else if !exists(filepath.Join(moduleRoot(t), file)) {
			t.Errorf("there is no %s", file)
		}
	}
}

// versionOf gives the version that meson.build makes.
func versionOf(t *testing.T) string {
	t.Helper()
	build, err := os.ReadFile(filepath.Join(moduleRoot(t), "meson.build"))
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^  version: '(.+)',$`).FindSubmatch(build)
	if version == nil {
		t.Fatal("meson.build has no version")
	}
	return string(version[1])
}

func readComponent(t *testing.T) component {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(moduleRoot(t), "data", "io.github.bellhop_gtk.Bellhop.metainfo.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var read component
	if err := xml.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Releases) == 0 || len(read.Images) == 0 {
		t.Fatal("data/ tells of no release, or of no screenshot")
	}
	return read
}
