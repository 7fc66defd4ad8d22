import { Pause, Play, RefreshCw } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import {
  type ConvolutionMatrix,
  convolutionMatrix,
  transposeMatrix,
  type VecOrder,
  vecIndex,
  vecPixel,
} from '../../analyze/matrix.ts'
import type { Pair } from '../../graph/shape.ts'
import { useInference } from '../store/useDocument.ts'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import { numberText, tapColor } from './colors.ts'
import styles from './Matrix.module.css'
import { MatrixPicture } from './MatrixPicture.tsx'
import {
  adjointSample,
  firstSize,
  litEntries,
  type MatrixSite,
  matrixSite,
  type Pointed,
} from './matrixSite.ts'
import { PixelGrid } from './PixelGrid.tsx'

/** A layer of one channel as the matrix that it is, and its transposed twin. */
export function MatrixView({ id, room }: { id: string; room: number }) {
  const inference = useInference()
  const site = useMemo(() => matrixSite(inference, id), [inference, id])
  if (!site) {
    return (
      <p className={styles.empty}>
        {id} has no window that fits into a small image. Pick a Conv2d or a ConvTranspose2d.
      </p>
    )
  }
  return <Shown key={id} site={site} room={room} />
}

/** Milliseconds that an output stays lit while they are stepped through. */
const beat = 700

function Shown({ site, room }: { site: MatrixSite; room: number }) {
  const [order, setOrder] = useState<VecOrder>('rows')
  const [wanted, setWanted] = useState<Pair>()
  const [isTurned, setTurned] = useState(false)
  const [seed, setSeed] = useState(1)
  const [pointed, setPointed] = useState<Pointed>({})
  const [isPlaying, setPlaying] = useState(false)
  const size = site.sizes.find(pair => pair === wanted) ?? firstSize(site)
  const own = useMemo(() => convolutionMatrix(site.axes, size, order), [site, size, order])
  const matrix = useMemo(() => (own && isTurned ? transposeMatrix(own) : own), [own, isTurned])
  const kernel: Pair = [site.axes[0].kernel, site.axes[1].kernel]
  const sample = useMemo(
    () => matrix && adjointSample(matrix, kernel, seed),
    [matrix, kernel[0], kernel[1], seed],
  )
  const rows = matrix?.rows ?? 0
  useEffect(() => {
    if (!isPlaying || rows === 0) return
    const timer = setInterval(() => setPointed(({ row = -1 }) => ({ row: (row + 1) % rows })), beat)
    return () => clearInterval(timer)
  }, [isPlaying, rows])
  if (!matrix || !sample) return null
  const lit = litEntries(matrix, pointed)
  const isScatter = site.isTransposed !== isTurned
  const title = isScatter ? 'Wᵀ' : 'W'
  const colors = colorsOf(matrix, kernel, lit)
  const point = (next: Pointed) => {
    setPlaying(false)
    setPointed(next)
  }
  const ring = ([0, 1] as const).flatMap(axis => [site.axes[axis].before, site.axes[axis].after]) as [
    number,
    number,
    number,
    number,
  ]
  const none = [0, 0, 0, 0] as const
  return (
    <>
      <div className={styles.tools}>
        <span className={styles.field}>
          input
          <Select
            aria-label="Input size"
            value={size.join('×')}
            options={site.sizes.map(pair => ({ value: pair.join('×'), label: pair.join('×') }))}
            onChoose={text => setWanted(site.sizes.find(pair => pair.join('×') === text))}
          />
        </span>
        <span className={styles.field}>
          vec
          <Select
            aria-label="Order of vec"
            value={order}
            options={[
              { value: 'rows', label: 'row by row, as torch' },
              { value: 'columns', label: 'column by column' },
            ]}
            onChoose={value => setOrder(value as VecOrder)}
          />
        </span>
        <Button look="outline" size="dense" aria-pressed={isTurned} onClick={() => setTurned(!isTurned)}>
          {isScatter ? 'Show W' : 'Show Wᵀ'}
        </Button>
        <Button
          look="outline"
          size="dense"
          icon={isPlaying ? <Pause size={13} aria-hidden /> : <Play size={13} aria-hidden />}
          onClick={() => setPlaying(!isPlaying)}
        >
          {isPlaying ? 'Pause' : 'One output at a time'}
        </Button>
        <Button size="dense" icon={<RefreshCw size={13} aria-hidden />} onClick={() => setSeed(seed + 3)}>
          Other numbers
        </Button>
      </div>
      <div className={styles.pictures}>
        <PixelGrid
          title="x"
          size={matrix.input}
          ring={isScatter ? none : ring}
          ringWords=", zeros around it"
          values={sample.x}
          indexOf={(row, column) => vecIndex(row, column, matrix.input, order)}
          fill={index => colors.columns.get(index)}
          onPoint={column => point(column === undefined ? {} : { column })}
        />
        <Kernel kernel={kernel} weights={sample.kernel} pointed={pointed} lit={colors.taps} onPoint={point} />
        <PixelGrid
          title={`${title}x`}
          size={matrix.output}
          ring={isScatter ? ring : none}
          ringWords=", the dashed ring is cut away"
          values={sample.image}
          indexOf={(row, column) => vecIndex(row, column, matrix.output, order)}
          fill={index => colors.rows.get(index)}
          onPoint={row => point(row === undefined ? {} : { row })}
        />
      </div>
      <p className={styles.sentence} aria-live="polite">
        {sentence(matrix, pointed, lit)}
      </p>
      <MatrixPicture
        title={title}
        matrix={matrix}
        kernel={kernel}
        weights={sample.kernel}
        lit={lit}
        pointed={pointed}
        room={room}
        onPoint={point}
      />
      <p className={styles.adjoint}>
        For an image x and any y: ⟨{title}x, y⟩ = <b>{numberText(sample.left)}</b>, ⟨x,{' '}
        {isScatter ? 'W' : 'Wᵀ'}y⟩ = <b>{numberText(sample.right)}</b>: the same number, because the one is
        the transposed of the other.
      </p>
    </>
  )
}

/** The colours of what is lit: pixels by the tap that joins them, or accent where several do. */
function colorsOf(matrix: ConvolutionMatrix, kernel: Pair, lit: ReadonlySet<number>) {
  const [rows, columns, taps] = [new Map<number, string>(), new Map<number, string>(), new Set<string>()]
  const set = (map: Map<number, string>, key: number, color: string) =>
    map.set(key, map.has(key) && map.get(key) !== color ? several : color)
  for (const i of lit) {
    const { row, column, tap } = matrix.entries[i]!
    const color = tapColor(tap, kernel)
    set(rows, row, color)
    set(columns, column, color)
    taps.add(tap.join(' '))
  }
  return { rows, columns, taps }
}

/** Where several taps meet. */
const several = 'oklch(0.8 0.06 285)'

function sentence(
  matrix: ConvolutionMatrix,
  { row, column, tap }: Pointed,
  lit: ReadonlySet<number>,
): string {
  const pixel = (index: number, size: Pair) => `(${vecPixel(index, size, matrix.order).join(', ')})`
  if (row !== undefined && column !== undefined) {
    const [only] = [...lit].map(i => matrix.entries[i]!)
    const ends = `output ${pixel(row, matrix.output)} and input ${pixel(column, matrix.input)}`
    return only ? `Tap (${only.tap.join(', ')}) joins ${ends}.` : `No tap joins ${ends}: the entry is 0.`
  }
  if (row !== undefined)
    return `Row ${row}: output ${pixel(row, matrix.output)} is the sum of ${lit.size} products.`
  if (column !== undefined) {
    return `Column ${column}: input ${pixel(column, matrix.input)} goes into ${lit.size} ${lit.size === 1 ? 'output' : 'outputs'}.`
  }
  if (tap) return `Tap (${tap.join(', ')}) stands at ${lit.size} places of the matrix: one weight, shared.`
  return 'Point at an entry, a row, a column, a pixel or a tap: what hangs together lights up.'
}

interface KernelProps {
  readonly kernel: Pair
  readonly weights: readonly (readonly number[])[]
  readonly pointed: Pointed
  readonly lit: ReadonlySet<string>
  readonly onPoint: (pointed: Pointed) => void
}

/** The kernel, the legend of the matrix's colours. */
function Kernel({ kernel, weights, lit, onPoint }: KernelProps) {
  const cell = 26
  const taps = Array.from(
    { length: kernel[0] * kernel[1] },
    (_, i): Pair => [Math.floor(i / kernel[1]), i % kernel[1]],
  )
  return (
    <figure className={styles.grid}>
      <figcaption>
        <b>kernel</b> {kernel.join('×')}
      </figcaption>
      <svg
        width={kernel[1] * cell + 2}
        height={kernel[0] * cell + 2}
        role="img"
        aria-label={`Kernel of ${kernel[0]} by ${kernel[1]} taps`}
        onPointerLeave={() => onPoint({})}
      >
        {taps.map(tap => (
          <g
            key={tap.join(' ')}
            opacity={lit.size > 0 && !lit.has(tap.join(' ')) ? 0.25 : 1}
            onPointerEnter={() => onPoint({ tap })}
          >
            <rect
              x={tap[1] * cell + 1}
              y={tap[0] * cell + 1}
              width={cell - 1}
              height={cell - 1}
              fill={tapColor(tap, kernel)}
            />
            <text
              x={(tap[1] + 0.5) * cell + 0.5}
              y={(tap[0] + 0.5) * cell + 5}
              className={styles.number}
              fill="#000000"
            >
              {numberText(weights[tap[0]]![tap[1]]!)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  )
}
