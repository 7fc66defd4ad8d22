import type { Pair } from '../../graph/shape.ts'

/** A colour for each tap, light enough for black text in both themes; neighbours differ in hue and lightness. */
export function tapColor([row, column]: Pair, [height, width]: Pair): string {
  const at = row * width + column
  return hexOf(at % 2 === 0 ? 0.82 : 0.72, 0.12, (at * 360) / (height * width) + 30)
}

/** Where several taps meet. */
export const severalTaps = hexOf(0.8, 0.06, 285)

/** OKLCH as sRGB, which figures need outside of browsers. Source: B. Ottosson, A perceptual color space, 2020. */
function hexOf(lightness: number, chroma: number, hue: number): string {
  const angle = (hue * Math.PI) / 180
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)]
  const [l, m, s] = [
    lightness + 0.3963377774 * a + 0.2158037573 * b,
    lightness - 0.1055613458 * a - 0.0638541728 * b,
    lightness - 0.0894841775 * a - 1.291485548 * b,
  ].map(root => root ** 3) as [number, number, number]
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  const bytes = linear.map(value => {
    const share = Math.min(1, Math.max(0, value))
    const encoded = share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${bytes.join('')}`
}

/** A whole number with a true minus sign. */
export const numberText = (value: number): string => String(value).replace('-', '−')
