package uitest

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"time"
)

const xTranslateCoordinates = 40

// A picture that changes is taken again after this, this many times at most.
const (
	stillAfter = 100 * time.Millisecond
	maxTakes   = 20
)

var errNoWindow = errors.New("no window is on the screen")

// Screenshot saves the program's windows as a PNG file, once they stand still:
// they are drawn a little after the accessibility bus tells of them. What is
// around the windows is transparent, and cut off.
func (a *App) Screenshot(path string) {
	a.t.Helper()
	picture, err := a.x.picture()
	for range maxTakes {
		if err != nil {
			a.fail("screenshot: %v", err)
		}
		time.Sleep(stillAfter)
		before := picture
		if picture, err = a.x.picture(); err == nil && same(before, picture) {
			break
		}
	}
	if err == nil {
		err = savePNG(path, picture)
	}
	if err != nil {
		a.fail("screenshot: %v", err)
	}
}

func same(a, b *image.RGBA) bool {
	return a.Rect == b.Rect && a.Stride == b.Stride && bytes.Equal(a.Pix, b.Pix)
}

func savePNG(path string, picture image.Image) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		return err
	}
	return file.Close()
}

// picture composes all windows, menus included, from the lowest to the highest.
func (c *xConn) picture() (*image.RGBA, error) {
	windows, err := c.mapped()
	if err != nil {
		return nil, err
	}
	screen := image.NewRGBA(image.Rect(0, 0, c.width, c.height))
	for _, window := range windows {
		if err := c.draw(screen, window); err != nil {
			return nil, fmt.Errorf("read a window: %w", err)
		}
	}
	visible := visibleBounds(screen)
	if visible.Empty() {
		return nil, errNoWindow
	}
	cut := image.NewRGBA(image.Rectangle{Max: visible.Size()})
	draw.Draw(cut, cut.Rect, screen, visible.Min, draw.Src)
	return cut, nil
}

// draw puts what is to be seen of a window over the screen.
func (c *xConn) draw(screen *image.RGBA, window xWindow) error {
	width, height, err := c.size(window)
	if err != nil {
		return err
	}
	place, err := c.ask(xTranslateCoordinates, 0, words(uint32(window), c.root, 0))
	if err != nil {
		return err
	}
	at := image.Pt(int(int16(wire.Uint16(place[12:]))), int(int16(wire.Uint16(place[14:]))))
	all := image.Rectangle{Min: at, Max: at.Add(image.Pt(width, height))}
	seen := all.Intersect(screen.Rect)
	if seen.Empty() {
		return nil
	}
	// No more than is on the screen can be asked for.
	inside := seen.Sub(at)
	reply, err := c.ask(xGetImage, zPixmap, words(uint32(window),
		uint32(inside.Min.Y)<<16|uint32(inside.Min.X), uint32(inside.Dy())<<16|uint32(inside.Dx()), ^uint32(0)))
	if err != nil {
		return err
	}
	depth, pixels := reply[1], reply[32:]
	if len(pixels) < 4*seen.Dx()*seen.Dy() {
		return fmt.Errorf("%v came as %d bytes", seen, len(pixels))
	}
	layer := image.NewRGBA(seen)
	for i := 0; i < len(layer.Pix); i += 4 {
		alpha := pixels[i+3]
		if depth < 32 {
			alpha = 0xff
		}
		copy(layer.Pix[i:], []byte{pixels[i+2], pixels[i+1], pixels[i], alpha})
	}
	draw.Draw(screen, seen, layer, seen.Min, draw.Over)
	return nil
}

// visibleBounds is the smallest rectangle with all of the picture that is not
// transparent.
func visibleBounds(picture *image.RGBA) image.Rectangle {
	var visible image.Rectangle
	for y := picture.Rect.Min.Y; y < picture.Rect.Max.Y; y++ {
		row := picture.Pix[picture.PixOffset(0, y):picture.PixOffset(picture.Rect.Max.X, y)]
		first, last := -1, -1
		for x := range picture.Rect.Dx() {
			if row[4*x+3] != 0 {
				if first < 0 {
					first = x
				}
				last = x
			}
		}
		if first >= 0 {
			visible = visible.Union(image.Rect(first, y, last+1, y+1))
		}
	}
	return visible
}
