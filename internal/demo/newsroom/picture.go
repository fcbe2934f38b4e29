package newsroom

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// picture paints a quiet landscape of four bands for a name, the same one every time.
func picture(name string) []byte {
	h := fingerprint(name)
	pal := color.Palette{
		color.RGBA{0xe8, 0xe4, 0xda, 0xff}, color.RGBA{byte(h), 0x8a, 0x9a, 0xff},
		color.RGBA{0x4a, byte(h >> 8), 0x70, 0xff}, color.RGBA{0x2b, 0x33, byte(h >> 16), 0xff},
	}
	const width, height = 480, 270
	m := image.NewPaletted(image.Rect(0, 0, width, height), pal)
	for band := 1; band <= 3; band++ {
		crest := height*(band+1)/5 + int(h>>(8*band)&15)
		for x := range width {
			slope := (x * band * 7 / 29) % 60
			for y := crest + min(slope, 60-slope); y < height; y++ {
				m.SetColorIndex(x, y, uint8(band))
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		return nil
	}
	return b.Bytes()
}
