import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { SavePicture } from '../artifacts/SavePicture.tsx'
import { useRoom } from '../artifacts/useRoom.ts'
import { lab } from '../store/lab.ts'
import { Button } from '../ui/Button.tsx'
import { formatCount } from '../ui/numbers.ts'
import { Segmented } from '../ui/Segmented.tsx'
import { Select } from '../ui/Select.tsx'
import { Switch } from '../ui/Switch.tsx'
import { legendOf } from './classColors.ts'
import { printPlane } from './figures.ts'
import { formatCoordinate } from './formatCoordinate.ts'
import styles from './Latent.module.css'
import { type HeldModel, useLatent } from './latentStore.ts'
import { MoreImages } from './MoreImages.tsx'
import planeStyles from './Plane.module.css'
import { PlanePoint } from './PlanePoint.tsx'
import { Progress } from './Progress.tsx'
import { type DecodedGrid, drawPlane } from './planeCanvas.ts'
import { gridCodes, type Range2, zoomed } from './planeGeometry.ts'
import { amongWords, nounOf } from './sampleSize.ts'
import { planeCsv } from './tables.ts'
import { type Awaited, useAnswer } from './useAnswer.ts'
import { decodeInParts } from './useLab.ts'

/** Decoded pictures along each side. */
const cells = 14
/** Numbers in a code up to which principal components are worked out: it takes time with their cube. */
const mostPrincipal = 400
const axisRoom = 44
/** What is shown before there are points. */
const unit: Range2 = [0, 1, 0, 1]

interface CodePlaneProps {
  readonly held: HeldModel
  /** Test images that are encoded. */
  readonly encoded: Awaited<number>
  readonly wanted: number
}

/** Codes of test images on a plane, over what the plane decodes to, with a point to be dragged. */
export function CodePlane({ held, encoded, wanted }: CodePlaneProps) {
  const { axes: chosenAxes, hasPoints, hasGrid, set } = useLatent()
  const { facts, dims } = held
  const noun = nounOf(facts)
  const [box, room] = useRoom<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [zoom, setZoom] = useState<{ readonly of: unknown; readonly range: Range2 }>()
  const [partial, setPartial] = useState<DecodedGrid>()
  const known = encoded.value
  const axes = chosenAxes ?? (dims === 2 || dims > mostPrincipal ? ([0, 1] as const) : 'principal')
  const isPrincipal = axes === 'principal'

  const laid = useAnswer(known ? `${held.id} ${known} ${axes}` : undefined, ({ signal }) =>
    lab().ask('codePlane', { count: known!, axes }, { signal }),
  )
  const view = laid.value
  const range = (view && zoom?.of === view ? zoom.range : view?.range) ?? unit
  const zoomTo = (next: Range2 | undefined) => setZoom(next && view ? { of: view, range: next } : undefined)

  const shape = facts.picture
  const grid = useAnswer(hasGrid && view && shape ? `${held.id} ${axes} ${range}` : undefined, async work => {
    const codes = gridCodes(view!.plane, range, cells)
    const show = (pictures: Float32Array, count: number) =>
      !work.signal.aborted && setPartial({ range, cells, pictures: pictures.slice(), count, shape: shape! })
    await decodeInParts(codes, cells * 2, work, show)
  })
  const side = Math.max(200, Math.min(room[1] - axisRoom - 4, 534))
  const ratio = typeof devicePixelRatio === 'number' ? devicePixelRatio : 1
  const pixels = Math.round(side * ratio)
  const picture = useMemo(
    () => ({
      view,
      grid: hasGrid ? partial : undefined,
      range,
      hasPoints,
      classNames: facts.classNames,
    }),
    [view, partial, hasGrid, hasPoints, range, facts.classNames],
  )
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context) drawPlane(context, picture, pixels)
  }, [picture, pixels])

  const count = known === undefined ? wanted : Math.min(known, facts.test)
  const names = axisNames(dims, axes, view?.plane.shares)
  const many = `${amongWords(count, facts.test, `test ${noun}`)}${facts.classNames.length > 0 ? ', by class' : ''}`
  const legend = legendOf(facts.classNames)
  const print = () => {
    const large = document.createElement('canvas')
    large.width = large.height = 1440
    const context = large.getContext('2d')
    if (context) drawPlane(context, picture, 1440)
    const [left, right, low, high] = range.map(formatCoordinate) as [string, string, string, string]
    return printPlane(
      large,
      [
        { name: names[0], from: left, to: right },
        { name: names[1], ...(dims > 1 ? { from: low, to: high } : { from: '', to: '' }) },
      ],
      `Code plane, ${held.model.document.name}`,
      many,
      hasPoints ? legend : [],
    )
  }
  return (
    <section className={styles.section} aria-label="Code plane" ref={box}>
      <header className={styles.head}>
        <h2>Code plane</h2>
        {dims > 1 && (
          <Segmented
            label="Plane"
            value={isPrincipal ? 'principal' : 'coordinates'}
            options={[
              { value: 'coordinates', label: dims === 2 ? 'd = 2' : 'Coordinates' },
              {
                value: 'principal',
                label: 'PC 1, 2',
                refusal:
                  dims > mostPrincipal
                    ? `Principal components take codes of up to ${mostPrincipal} numbers; these have ${formatCount(dims)}.`
                    : undefined,
              },
            ]}
            onChoose={value => set({ axes: value === 'principal' ? undefined : [0, 1] })}
          />
        )}
        {!isPrincipal &&
          dims > 2 &&
          ([0, 1] as const).map(axis => (
            <span key={axis} className={styles.pick}>
              <Select
                aria-label={axis === 0 ? 'Coordinate across' : 'Coordinate up'}
                value={String(axes[axis])}
                options={Array.from({ length: dims }, (_, i) => i)
                  .filter(i => i !== axes[1 - axis])
                  .map(i => ({ value: String(i), label: `${axis === 0 ? 'x' : 'y'}: ${i + 1}` }))}
                onChoose={value =>
                  set({ axes: axis === 0 ? [Number(value), axes[1]] : [axes[0], Number(value)] })
                }
              />
            </span>
          ))}
        <span className={styles.gap} />
        <Switch label="Points" isOn={hasPoints} onChange={on => set({ hasPoints: on })}>
          Points
        </Switch>
        <Switch label="Decoded grid" isOn={hasGrid} onChange={on => set({ hasGrid: on })}>
          Decoded grid
        </Switch>
        <span className={styles.zoom}>
          <Button
            size="dense"
            icon={<ZoomIn size={14} aria-hidden />}
            aria-label="Closer"
            hint="Closer, also with Ctrl and the wheel"
            onClick={() => zoomTo(zoomed(range, 0.7))}
          />
          <Button
            size="dense"
            icon={<ZoomOut size={14} aria-hidden />}
            aria-label="Further away"
            onClick={() => zoomTo(zoomed(range, 1 / 0.7))}
          />
          <Button
            size="dense"
            icon={<Maximize size={14} aria-hidden />}
            aria-label="Show all points"
            hint="Show all points"
            onClick={() => zoomTo(undefined)}
          />
        </span>
        <SavePicture
          isSmall
          name="code-plane"
          print={print}
          csv={() => (view ? planeCsv(view, facts.classNames) : '')}
        />
      </header>
      <Progress
        what={`Encoding test ${noun}s`}
        of={encoded}
        count={done => `${formatCount(done * wanted)} of ${formatCount(wanted)}`}
      />
      {(laid.fault ?? grid.fault) && (
        <p className={styles.fault} role="alert">
          {laid.fault ?? grid.fault}
        </p>
      )}
      <div className={planeStyles.plane} style={{ paddingLeft: axisRoom - 8 }}>
        <div className={planeStyles.up} aria-hidden="true" style={{ height: side, width: axisRoom - 14 }}>
          <span>{view && dims > 1 && formatCoordinate(range[3])}</span>
          <em>{names[1]}</em>
          <span>{view && dims > 1 && formatCoordinate(range[2])}</span>
        </div>
        <div className={planeStyles.planeBox} style={{ width: side, height: side }}>
          <canvas ref={canvas} width={pixels} height={pixels} style={{ width: side, height: side }} />
          {view && <PlanePoint held={held} view={view} range={range} side={side} onRange={zoomTo} />}
        </div>
        <div className={planeStyles.across} style={{ width: side }}>
          <span>{view && formatCoordinate(range[0])}</span>
          <span>
            {names[0]}; {many}
            {!encoded.isBusy && (
              <MoreImages
                verb="Show"
                count={known}
                total={facts.test}
                onChoose={testImages => set({ testImages })}
              />
            )}
          </span>
          <span>{view && formatCoordinate(range[1])}</span>
        </div>
        {hasPoints && legend.length > 0 && (
          <ul className={planeStyles.legend} aria-label="Classes" style={{ width: side }}>
            {legend.map(({ color, name }) => (
              <li key={name}>
                <i style={{ background: color }} />
                {name}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

/** What the axes are called, with the share of the variance where they are principal components. */
function axisNames(
  dims: number,
  axes: 'principal' | readonly [number, number],
  shares: readonly [number, number] | undefined,
): readonly [string, string] {
  if (dims === 1) return ['coordinate 1', 'class']
  if (axes !== 'principal') return [`coordinate ${axes[0] + 1}`, `coordinate ${axes[1] + 1}`]
  const share = (k: 0 | 1) => (shares ? `, ${Math.round(100 * shares[k])} % of variance` : '')
  return [`PC 1${share(0)}`, `PC 2${share(1)}`]
}
