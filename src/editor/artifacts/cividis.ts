/**
 * The colours of counts: cividis, which reads the same with and without colour vision. Source: J. Nuñez, C. Anderton,
 * R. Renslow, Optimizing colormaps with consideration for color vision deficiency, PLOS ONE, 2018; twelve of its stops.
 */
const stops = [
  0x00204d, 0x00306f, 0x2a406c, 0x48526b, 0x5e626e, 0x727374, 0x878479, 0x9e9677, 0xb6a971, 0xd0be67,
  0xead357, 0xffea46,
] as const

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

const channels = (stop: number): Rgb => [stop >> 16, (stop >> 8) & 255, stop & 255]

/** The colour of a share of the largest count, 0 to 1. */
export function cividis(share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1)
  const below = Math.min(stops.length - 2, Math.floor(at))
  const [from, to] = [channels(stops[below]!), channels(stops[below + 1]!)]
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (at - below))
  return [mix(0), mix(1), mix(2)]
}

/** The same as a colour for CSS and SVG. */
export const cividisHex = (share: number): string =>
  `#${cividis(share)
    .map(channel => channel.toString(16).padStart(2, '0'))
    .join('')}`

/** Black or white, whichever reads better on that colour. */
export const inkOn = (share: number): string => {
  const [red, green, blue] = cividis(share).map(channel => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? '#000000' : '#ffffff'
}
