import { useCallback, useMemo, useState } from 'react'
import { convolutionMatrix, transposeMatrix, type VecOrder, vecIndex } from '../../analyze/matrix.ts'
import type { Pair } from '../../graph/shape.ts'
import { fileName } from '../code/download.ts'
import { useInference } from '../store/useDocument.ts'
import { type Cell, cellsOf } from './cells.ts'
import { numberText, severalTaps } from './colors.ts'
import { Kernel } from './Kernel.tsx'
import styles from './Matrix.module.css'
import { MatrixPicture } from './MatrixPicture.tsx'
import { MatrixTools, StepTools } from './MatrixTools.tsx'
import {
  adjointSample,
  firstSize,
  litEntries,
  type MatrixSite,
  matrixSite,
  type Pointed,
} from './matrixSite.ts'
import { printMatrix } from './matrixSvg.ts'
import { pointedSentence } from './matrixWords.ts'
import { PixelGrid } from './PixelGrid.tsx'
import { addedRing, cutRing } from './ring.ts'
import { useSteps } from './useSteps.ts'

/** A layer of one channel as the matrix that it is, and its transposed twin; `room` is the width of the screen for it. */
export function MatrixView({ id, room }: { id: string; room: number }) {
  const inference = useInference()
  const site = useMemo(() => matrixSite(inference, id), [inference, id])
  if (!site) {
    return (
      <p className={styles.empty}>
        {id} has no kernel that fits into a small image. Pick a Conv2d or a ConvTranspose2d.
      </p>
    )
  }
  return <Shown key={`${id} ${site.isTransposed}`} site={site} room={room} model={inference.document.name} />
}

function Shown({ site, room, model }: { site: MatrixSite; room: number; model: string }) {
  const { axes } = site
  const [order, setOrder] = useState<VecOrder>('rows')
  const [wanted, setWanted] = useState<Pair>()
  const [isScatter, setScatter] = useState(site.isTransposed)
  const [seed, setSeed] = useState(1)
  const [pointed, setPointed] = useState<Pointed>({})
  const size = site.sizes.find(pair => pair === wanted) ?? firstSize(site)
  const isTurned = isScatter !== site.isTransposed
  const matrix = useMemo(() => {
    const own = convolutionMatrix(axes, size, order)
    return own && isTurned ? transposeMatrix(own) : own
  }, [axes, size, order, isTurned])
  const kernel: Pair = useMemo(() => [axes[0].kernel, axes[1].kernel], [axes])
  const sample = useMemo(() => matrix && adjointSample(matrix, kernel, seed), [matrix, kernel, seed])
  const cells = useMemo(
    () => (matrix && sample ? cellsOf(matrix, kernel, sample.kernel) : []),
    [matrix, kernel, sample],
  )
  const show = useCallback((row: number) => setPointed({ row }), [])
  const isWholeRow = pointed.column === undefined
  const steps = useSteps(matrix?.rows ?? 0, isWholeRow ? pointed.row : undefined, show)
  if (!matrix || !sample) return null
  const [title, twin] = isScatter ? ['Wᵀ', 'W'] : ['W', 'Wᵀ']
  const lit = litEntries(matrix, pointed)
  const colors = colorsOf(matrix.entries, cells, lit)
  // What runs is not stopped by a pointer that happens to lie in its way, only by one that is pressed.
  const point = (next: Pointed) => {
    if (!steps.isPlaying) setPointed(next)
  }
  const press = (next: Pointed) => {
    steps.pause()
    setPointed(next)
  }
  const pointAt = (side: 'row' | 'column') => (index: number | undefined) =>
    point(index === undefined ? {} : { [side]: index })
  const placeIn = (image: Pair) => (row: number, column: number) => vecIndex(row, column, image, order)
  const fillRow = (index: number) => colors.rows.get(index)
  const fillColumn = (index: number) => colors.columns.get(index)
  return (
    <>
      <MatrixTools
        site={site}
        size={size}
        order={order}
        isScatter={isScatter}
        onSize={setWanted}
        onOrder={setOrder}
        onScatter={setScatter}
        onNumbers={() => setSeed(seed + 3)}
        fileName={`${fileName(model)}-${fileName(site.id)}-matrix`}
        print={() => printMatrix({ title, layer: site.id, matrix, cells, kernel: sample.kernel })}
      />
      <div className={styles.pictures}>
        <PixelGrid
          title="x"
          size={matrix.input}
          ring={isScatter ? undefined : addedRing(axes, matrix.input, sample.x, order)}
          values={sample.x}
          indexOf={placeIn(matrix.input)}
          fill={fillColumn}
          onPoint={pointAt('column')}
        />
        <Kernel size={kernel} weights={sample.kernel} lit={colors.taps} onPoint={point} />
        <PixelGrid
          title={`${title}x`}
          size={matrix.output}
          ring={isScatter ? cutRing(axes, sample.kernel, matrix.input, sample.x, order) : undefined}
          values={sample.image}
          indexOf={placeIn(matrix.output)}
          fill={fillRow}
          onPoint={pointAt('row')}
        />
      </div>
      <StepTools steps={steps} row={isWholeRow ? pointed.row : undefined} rows={matrix.rows} />
      <p className={styles.sentence} aria-live={steps.isPlaying ? 'off' : 'polite'}>
        {pointedSentence({ ...sample, matrix, pointed, lit, result: `${title}x` })}
      </p>
      <MatrixPicture
        title={title}
        matrix={matrix}
        cells={cells}
        lit={lit}
        pointed={pointed}
        room={room}
        onPoint={point}
        onPress={press}
      />
      {site.leftOut && <p className={styles.leftOut}>{site.leftOut}</p>}
      <section className={styles.adjoint} aria-label="Adjoint">
        <h3>
          ⟨{title}x, y⟩ = ⟨x, {twin}y⟩
          <small>
            for every image x and every y; it is what makes {twin} the transpose of {title}
          </small>
        </h3>
        <div className={styles.pictures}>
          <PixelGrid
            title="y"
            size={matrix.output}
            values={sample.y}
            indexOf={placeIn(matrix.output)}
            fill={fillRow}
            onPoint={pointAt('row')}
          />
          <PixelGrid
            title={`${twin}y`}
            size={matrix.input}
            values={sample.back}
            indexOf={placeIn(matrix.input)}
            fill={fillColumn}
            onPoint={pointAt('column')}
          />
          <dl className={styles.products}>
            <dt>⟨{title}x, y⟩</dt>
            <dd>{numberText(sample.left)}</dd>
            <dt>⟨x, {twin}y⟩</dt>
            <dd>{numberText(sample.right)}</dd>
          </dl>
        </div>
      </section>
    </>
  )
}

/** The colours of what is lit: pixels by the tap that joins them, or one of its own where several do. */
function colorsOf(
  entries: readonly { readonly tap: Pair }[],
  cells: readonly Cell[],
  lit: ReadonlySet<number>,
) {
  const [rows, columns, taps] = [new Map<number, string>(), new Map<number, string>(), new Set<string>()]
  const set = (map: Map<number, string>, key: number, color: string) =>
    map.set(key, map.has(key) && map.get(key) !== color ? severalTaps : color)
  for (const cell of cells) {
    const shown = cell.entries.filter(i => lit.has(i))
    if (shown.length === 0) continue
    set(rows, cell.row, cell.color)
    set(columns, cell.column, cell.color)
    for (const i of shown) taps.add(entries[i]!.tap.join(' '))
  }
  return { rows, columns, taps }
}
