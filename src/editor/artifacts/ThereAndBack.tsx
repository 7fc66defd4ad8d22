import { useMemo, useState } from 'react'
import { type RoundTrip, type SharedSettings, thereAndBack } from '../../analyze/thereAndBack.ts'
import { inferenceOf } from '../../infer/inference.ts'
import { useInference } from '../store/useDocument.ts'
import { DraftField } from '../ui/DraftField.tsx'
import slider from './SizeSlider.module.css'
import sizes from './Sizes.module.css'
import styles from './ThereAndBack.module.css'

const usual: SharedSettings = { kernelSize: 4, stride: 2, padding: 1, dilation: 1 }

const fields = [
  { name: 'kernelSize', label: 'kernel', least: 1, most: 15 },
  { name: 'stride', label: 'stride', least: 1, most: 8 },
  { name: 'padding', label: 'padding', least: 0, most: 15 },
  { name: 'dilation', label: 'dilation', least: 1, most: 8 },
] as const

/** Sizes side by side: enough to see several that fall together. */
const rows = 8
const largest = 64

/** A convolution and a transposed one with the same settings, to play with: which sizes come back, and which are rounded. */
export function ThereAndBack({ id }: { id: string | undefined }) {
  const inference = useInference()
  const node = id === undefined ? undefined : inferenceOf(inference, id)
  const own = useMemo(() => node && settingsOf(node.params), [node])
  const isTransposed = node?.definition.type === 'ConvTranspose2d'
  const image = node?.state === 'ready' && (isTransposed ? node.outputs[0] : node.site.inputs[0])
  const side = image && image.length === 3 ? image[1]! : 28
  const start = own ?? usual
  return <Play key={`${id} ${Object.values(start)} ${side}`} id={own && id} start={start} side={side} />
}

/** The layer's settings along the height; undefined where it has none, or such as no person plays with. */
function settingsOf(params: Readonly<Record<string, unknown>>): SharedSettings | undefined {
  const values = fields.map(({ name, least, most }) => {
    const value = [params[name]].flat()[0]
    return typeof value === 'number' && value >= least && value <= most ? value : undefined
  })
  const [kernelSize, stride, padding, dilation] = values
  return kernelSize && stride && padding !== undefined && dilation
    ? { kernelSize, stride, padding, dilation }
    : undefined
}

function Play({ id, start, side }: { id: string | undefined; start: SharedSettings; side: number }) {
  const [settings, setSettings] = useState(start)
  const [chosenPadding, setOutputPadding] = useState(0)
  const [first, setFirst] = useState(Math.max(1, Math.min(largest, side - 3)))
  const most = Math.max(settings.stride, settings.dilation) - 1
  const outputPadding = Math.min(chosenPadding, most)
  const trips = Array.from(
    { length: rows },
    (_, i) => thereAndBack(settings, outputPadding, first + i) ?? first + i,
  )
  const widest = Math.max(
    ...trips.map(trip => (typeof trip === 'number' ? trip : Math.max(trip.from, trip.back))),
  )
  return (
    <section className={sizes.ladder} aria-label="There and back">
      <h3 className={sizes.heading}>
        There and back
        <small>
          Conv2d, then ConvTranspose2d with the same settings{id !== undefined && `, those of ${id} at first`}
          : the size is preserved, up to rounding
        </small>
      </h3>
      <div className={sizes.wish}>
        {fields.map(({ name, label, least, most: highest }) => (
          <Setting
            key={name}
            label={label}
            value={settings[name]}
            least={least}
            most={highest}
            onSet={value => setSettings({ ...settings, [name]: value })}
          />
        ))}
        <Setting
          label="output padding"
          value={outputPadding}
          least={0}
          most={most}
          onSet={setOutputPadding}
        />
      </div>
      <div className={[slider.slider, styles.range].join(' ')}>
        <label>
          Sizes
          <input
            type="range"
            min={1}
            max={largest}
            value={first}
            aria-valuetext={`${first} to ${first + rows - 1}`}
            style={{ '--share': `${(100 * (first - 1)) / (largest - 1)}%` } as React.CSSProperties}
            onChange={event => setFirst(Number(event.target.value))}
          />
        </label>
        <b className="mono">
          {first} to {first + rows - 1}
        </b>
      </div>
      <table className={styles.trips}>
        <thead>
          <tr>
            <th scope="col">image</th>
            <th scope="col">Conv2d gives</th>
            <th scope="col">ConvTranspose2d gives</th>
            <th scope="col">it comes back</th>
          </tr>
        </thead>
        <tbody>
          {trips.map(trip =>
            typeof trip === 'number' ? (
              <tr key={trip}>
                <Side value={trip} widest={widest} part="image" />
                <td colSpan={3} className={styles.none}>
                  the window does not fit, or nothing comes back
                </td>
              </tr>
            ) : (
              <tr key={trip.from}>
                <Side value={trip.from} widest={widest} part="image" />
                <Side value={trip.there} widest={widest} part="code" />
                <Side value={trip.back} widest={widest} part="back" />
                <td className={trip.back === trip.from ? sizes.even : sizes.uneven}>{verdictOf(trip)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  )
}

/** "same size", "1 smaller; outputPadding 1 fits". */
export function verdictOf({ from, back, needed }: RoundTrip): string {
  if (back === from) return 'same size'
  const off = back < from ? `${from - back} smaller` : `${back - from} larger`
  return `${off}; outputPadding ${needed} fits`
}

function Side({ value, widest, part }: { value: number; widest: number; part: 'image' | 'code' | 'back' }) {
  return (
    <td>
      <span className={styles.side}>
        <b className="mono">{value}</b>
        <i className={styles[part]} style={{ width: `${(100 * value) / widest}%` }} />
      </span>
    </td>
  )
}

interface SettingProps {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly onSet: (value: number) => void
}

function Setting({ label, value, least, most, onSet }: SettingProps) {
  return (
    <span className={styles.field}>
      <span>{label}</span>
      <DraftField
        aria-label={label}
        isLive
        shown={String(value)}
        read={text => {
          const number = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN
          return number >= least && number <= most
            ? { value: number }
            : {
                expected:
                  most > least ? `a whole number from ${least} to ${most}` : `${least}, as the stride is 1`,
              }
        }}
        commit={next => {
          onSet(next)
          return undefined
        }}
        step={by => Math.min(most, Math.max(least, value + by))}
      />
    </span>
  )
}
