import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react'
import type { OverlapMap } from '../../analyze/ways.ts'
import type { Pair } from '../../graph/shape.ts'
import { cividisHex } from './cividis.ts'
import styles from './HeatMap.module.css'
import { MapCanvas, mostOf } from './MapCanvas.tsx'

/** Counts to be drawn: those of a way without branches have lines, others have the means of their rows and columns. */
export interface Drawn extends Pick<OverlapMap, 'map' | 'lines'> {
  readonly hasMeans: boolean
}

interface HeatMapProps {
  readonly drawn: Drawn
  /** Pixels of the screen that the picture may take, axes and profiles included. */
  readonly room: Pair
  readonly label: string
  readonly at: Pair | undefined
  readonly onPoint: (at: Pair | undefined) => void
  /** What is known of a pixel: the count, and where it comes from, line by line. */
  readonly sentence: (at: Pair) => readonly [string, ...string[]]
}

const axisRoom = 32
const profileRoom = 82
const gap = 8

/** Rows or columns that are numbered: few enough to read. */
export function ticksOf(length: number, most = 5): readonly number[] {
  const step = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 100, 128, 256].find(
    each => length / each <= most,
  )
  return Array.from({ length: Math.ceil(length / (step ?? length)) }, (_, i) => i * (step ?? length))
}

/** The map of counts with the profiles of both axes along its sides, and what stands behind the pixel pointed at. */
export function HeatMap({ drawn, room, label, at, onPoint, sentence }: HeatMapProps) {
  const { map, lines } = drawn
  const [isFocused, setFocused] = useState(false)
  const fitting = Math.min(
    (room[1] - axisRoom - profileRoom - gap) / map.width,
    (room[0] - profileRoom * 0.62 - gap) / map.height,
  )
  const cell = fitting >= 1 ? Math.min(40, Math.floor(fitting)) : Math.max(0.2, fitting)
  const [width, height] = [map.width * cell, map.height * cell]
  const most = useMemo(() => mostOf(map), [map])
  const shown = at && at[0] < map.height && at[1] < map.width ? at : undefined

  const pointAt = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const place = (offset: number, length: number) =>
      Math.min(length - 1, Math.max(0, Math.floor(offset / cell)))
    onPoint([place(event.clientY - box.top, map.height), place(event.clientX - box.left, map.width)])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const [row, column] = shown ?? [Math.floor(map.height / 2), Math.floor(map.width / 2)]
    const move = (from: number, by: number, length: number) => Math.min(length - 1, Math.max(0, from + by))
    onPoint(shown ? [move(row, step[0], map.height), move(column, step[1], map.width)] : [row, column])
  }
  return (
    <div className={styles.heat} style={{ paddingLeft: axisRoom }}>
      <div className={styles.ticks} aria-hidden="true" style={{ width: axisRoom - 8, height }}>
        {ticksOf(map.height).map(row => (
          <span key={row} style={{ top: (row + 0.5) * cell }}>
            {row}
          </span>
        ))}
      </div>
      <div className={styles.heatRow} style={{ gap }}>
        <div
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a picture that is walked over with the arrow keys.
          tabIndex={0}
          className={styles.map}
          style={{ width, height }}
          aria-label={`${label}, ${map.height} by ${map.width} pixels. Arrow keys move.`}
          onPointerMove={pointAt}
          onPointerDown={pointAt}
          onPointerLeave={() => !isFocused && onPoint(undefined)}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false)
            onPoint(undefined)
          }}
          onKeyDown={onKeyDown}
        >
          <MapCanvas map={map} most={most} cell={cell} />
          {cell >= 6 && (
            <div
              className={styles.grid}
              style={{ backgroundSize: `${cell}px ${cell}px` }}
              aria-hidden="true"
            />
          )}
          {shown && (
            <>
              <i className={styles.across} style={{ top: (shown[0] + 0.5) * cell, width: width + gap }} />
              <i className={styles.down} style={{ left: (shown[1] + 0.5) * cell, height: height + gap }} />
              <i
                className={styles.ring}
                style={{ left: shown[1] * cell, top: shown[0] * cell, width: cell, height: cell }}
              />
            </>
          )}
          {shown && <Reading at={shown} cell={cell} width={width} height={height} lines={sentence(shown)} />}
        </div>
        <Profile line={lines[0]} cell={cell} isVertical at={shown?.[0]} />
      </div>
      <div className={styles.below} style={{ paddingTop: gap }}>
        <Profile line={lines[1]} cell={cell} isVertical={false} at={shown?.[1]} />
        <p className={styles.profileWords}>
          {drawn.hasMeans ? 'mean of each row and column' : 'along one axis: product gives the map'}
        </p>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {isFocused && shown ? sentence(shown).join('; ') : ''}
      </p>
    </div>
  )
}

const steps: Readonly<Record<string, Pair | undefined>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

interface ReadingProps {
  readonly at: Pair
  readonly cell: number
  readonly width: number
  readonly height: number
  readonly lines: readonly string[]
}

/** Beside the pixel, on the side where there is room. */
function Reading({ at, cell, width, height, lines }: ReadingProps) {
  const [x, y] = [(at[1] + 1) * cell, at[0] * cell]
  const isLow = y > height / 3
  const isRight = x > width * 0.55
  return (
    <div
      className={styles.reading}
      style={{
        ...(isRight ? { right: width - x + cell + 8 } : { left: x + 8 }),
        ...(isLow ? { bottom: height - y + 4 } : { top: y + cell + 4 }),
      }}
    >
      {lines.map((line, i) =>
        i === 0 ? <strong key={line}>{line}</strong> : <span key={line}>{line}</span>,
      )}
    </div>
  )
}

interface ProfileProps {
  readonly line: Float64Array
  readonly cell: number
  readonly isVertical: boolean
  readonly at: number | undefined
}

/** The counts along one axis as bars, each beside its row or below its column. */
function Profile({ line, cell, isVertical, at }: ProfileProps) {
  const most = line.reduce((a, b) => Math.max(a, b), 0)
  const [long, deep] = [line.length * cell, isVertical ? profileRoom : profileRoom * 0.62]
  const length = at === undefined ? 0 : ((line[at] ?? 0) / (most || 1)) * (deep - 2)
  return (
    <svg
      className={styles.profile}
      width={isVertical ? deep : long}
      height={isVertical ? long : deep}
      aria-hidden="true"
    >
      <Bars line={line} cell={cell} isVertical={isVertical} most={most} deep={deep} />
      {at !== undefined && at < line.length && (
        <rect
          {...(isVertical
            ? { x: 0, y: at * cell, width: length, height: cell }
            : { x: at * cell, y: 0, width: cell, height: length })}
          fill="none"
          stroke="var(--accent)"
          strokeWidth={1.5}
        />
      )}
    </svg>
  )
}

interface BarsProps extends Omit<ProfileProps, 'at'> {
  readonly most: number
  readonly deep: number
}

/** Apart from what is pointed at, so that they are not made again with each move of the pointer. */
const Bars = memo(function Bars({ line, cell, isVertical, most, deep }: BarsProps) {
  const inset = cell >= 6 ? 0.5 : 0
  return Array.from(line, (value, i) => {
    const share = most > 0 ? value / most : 0
    const length = share * (deep - 2)
    const [start, side] = [i * cell + inset, Math.max(0.3, cell - 2 * inset)]
    const box = isVertical
      ? { x: 0, y: start, width: length, height: side }
      : { x: start, y: 0, width: side, height: length }
    // Of the colour that the map has where two such counts meet.
    // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place.
    return <rect key={i} {...box} fill={cividisHex(share * share)} />
  })
})
