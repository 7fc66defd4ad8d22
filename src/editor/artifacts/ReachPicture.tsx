import { useMemo } from 'react'
import { type Field, meansOf } from '../../analyze/field.ts'
import { extentOf } from '../../analyze/receptive.ts'
import type { Pair } from '../../graph/shape.ts'
import { plural } from '../ui/numbers.ts'
import { cividisHex } from './cividis.ts'
import { ticksOf } from './HeatMap.tsx'
import { MapCanvas, mostOf } from './MapCanvas.tsx'
import { printMap } from './mapSvg.ts'
import styles from './Reach.module.css'
import { SavePicture } from './SavePicture.tsx'
import { formatTimes } from './words.ts'

/** Pixels of the screen for the longer side of a picture. */
export const pictureRoom = 176

const ramp = `linear-gradient(90deg, ${Array.from({ length: 9 }, (_, i) => cividisHex(i / 8)).join(', ')})`

interface AxesProps {
  readonly size: Pair
  readonly cell: number
  readonly children: React.ReactNode
}

/** A picture with the numbers of its rows and columns. */
export function WithAxes({ size: [height, width], cell, children }: AxesProps) {
  return (
    <div className={styles.axes}>
      <div className={styles.rows} aria-hidden="true">
        {ticksOf(height, 4).map(row => (
          <span key={row} style={{ top: (row + 0.5) * cell }}>
            {row}
          </span>
        ))}
      </div>
      {children}
      <div className={styles.columns} aria-hidden="true">
        {ticksOf(width, 4).map(column => (
          <span key={column} style={{ left: (column + 0.5) * cell }}>
            {column}
          </span>
        ))}
      </div>
    </div>
  )
}

/** For one pixel and for several. */
const verbs = {
  input: ['reaches it', 'reach it'],
  output: ['is painted by it', 'are painted by it'],
} as const

interface ReachPictureProps {
  readonly title: string
  readonly field: Field
  /** Which end of the network it shows. */
  readonly end: 'input' | 'output'
  readonly fileName: string
  /** Which pixel of which tensor it is about. */
  readonly subject: string
}

/** How many ways lead from a pixel to each pixel of the input, or of the output. */
export function ReachPicture({ title, field, end, fileName, subject }: ReachPictureProps) {
  const { box, pixels, ways } = useMemo(() => extentOf(field), [field])
  const most = useMemo(() => mostOf(field), [field])
  const extent = box && `${box[1] - box[0]}×${box[3] - box[2]}`
  const isAll = pixels === field.height * field.width
  const cell = pictureRoom / Math.max(field.height, field.width)
  return (
    <figure>
      <figcaption>
        <span>
          <b>{title}</b> {field.height}×{field.width}
        </span>
        <SavePicture
          isSmall
          name={fileName}
          print={() =>
            printMap(
              { map: field, lines: meansOf(field), hasMeans: true },
              `${title}: ways to each pixel`,
              `from ${subject}; channels left out, means of rows and columns beside it`,
            )
          }
        />
      </figcaption>
      <WithAxes size={[field.height, field.width]} cell={cell}>
        <MapCanvas map={field} most={most} cell={cell} />
      </WithAxes>
      <p className={styles.scale}>
        ways 0 <i style={{ background: ramp }} /> {formatTimes(most)}
      </p>
      <p>
        {pixels === 0
          ? `None of the ${end} is connected with it.`
          : `${isAll && pixels > 1 ? 'All ' : ''}${plural(pixels, 'pixel')} ${verbs[end][pixels === 1 ? 0 : 1]}, within ${extent}, by ${ways === 1 ? 'one way' : `${formatTimes(ways)} ways`}.`}
      </p>
      {box && !isAll && (
        <p className={styles.quiet}>
          rows {box[0]} to {box[1] - 1}, columns {box[2]} to {box[3] - 1};{' '}
          {plural(field.height * field.width - pixels, 'pixel')} left out
        </p>
      )}
    </figure>
  )
}
