/** Principal angles as a figure for papers, always on white, and as a table. */
import { escapeXml } from '../../../formats/xml.ts'

/** An angle in radians as "0.3°" or "42°". */
export function formatAngle(angle: number): string {
  const value = (angle * 180) / Math.PI
  return `${value.toFixed(value < 10 ? 1 : 0)}°`
}

const [left, top, height] = [64, 64, 240]

/** A bar for each direction, from 0° to 90°; few of them have their angle above them. `angles` are in radians. */
export function printAngles(angles: readonly number[], name: string): string {
  const pitch = Math.max(4, Math.min(48, 640 / Math.max(1, angles.length)))
  const right = left + Math.max(360, pitch * angles.length)
  const [width, bottom] = [right + 24, top + height]
  const yOf = (angle: number) => (bottom - (height * angle) / (Math.PI / 2)).toFixed(1)
  const every = Math.ceil(angles.length / 16)
  const bars = angles.map((angle, i) => {
    const [x, y] = [left + i * pitch, yOf(angle)]
    const middle = (x + pitch / 2).toFixed(1)
    const place =
      i % every === 0 ? `<text x="${middle}" y="${bottom + 16}" text-anchor="middle">${i + 1}</text>` : ''
    const value =
      every === 1
        ? `<text x="${middle}" y="${Number(y) - 5}" text-anchor="middle" fill="#181b22">${formatAngle(angle)}</text>`
        : ''
    return `<rect x="${(x + pitch * 0.1).toFixed(1)}" y="${y}" width="${(pitch * 0.8).toFixed(1)}" height="${(bottom - Number(y)).toFixed(1)}" fill="#4a43c9"/>${value}${place}`
  })
  const grid = [0, 30, 60, 90].map(degrees => {
    const y = yOf((degrees * Math.PI) / 180)
    return `<path d="M${left} ${y}H${right}" stroke="#dde0e6"/><text x="${left - 8}" y="${Number(y) + 4}" text-anchor="end">${degrees}°</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 52}" viewBox="0 0 ${width} ${bottom + 52}" font-family="Inter, 'Helvetica Neue', Arial, sans-serif" font-size="11" fill="#4d5563">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="${left}" y="28" font-size="14" font-weight="600" fill="#181b22">${escapeXml(name)}</text>`,
    ...grid,
    ...bars,
    `<text x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle">direction, from the nearest to the farthest</text>`,
    `<text transform="translate(18 ${top + height / 2}) rotate(-90)" text-anchor="middle">angle to PCA’s components</text>`,
    '</svg>',
    '',
  ].join('\n')
}

/** The angle of each direction in degrees; `angles` are in radians. */
export const anglesCsv = (angles: readonly number[]): string =>
  ['direction,angle_in_degrees', ...angles.map((angle, i) => `${i + 1},${(angle * 180) / Math.PI}`), ''].join(
    '\n',
  )
