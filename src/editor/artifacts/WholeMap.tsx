import { memo, useMemo, useState } from 'react'
import { constantField, meansOf, unevennessOf } from '../../analyze/field.ts'
import type { ComposedOverlap, OverlapKind } from '../../analyze/overlap.ts'
import { propagateBackward, propagateForward } from '../../analyze/propagate.ts'
import { extentOf, reachOf } from '../../analyze/receptive.ts'
import { noticeable } from '../../analyze/risk.ts'
import { mapAlong, routeOf, sidesAlong } from '../../analyze/ways.ts'
import { sidesOf } from '../../analyze/window.ts'
import type { Pair } from '../../graph/shape.ts'
import type { Inference } from '../../infer/inference.ts'
import { fileName } from '../code/download.ts'
import { useEditor } from '../store/editorStore.ts'
import { useInference } from '../store/useDocument.ts'
import styles from './Artifacts.module.css'
import { useArtifacts } from './artifactsStore.ts'
import { type Drawn, HeatMap } from './HeatMap.tsx'
import { Legend } from './Legend.tsx'
import { printMap } from './mapSvg.ts'
import patternStyles from './Pattern.module.css'
import { SavePicture } from './SavePicture.tsx'
import { SizeSlider, sizesAround } from './SizeSlider.tsx'
import { countSentence, formatPair, formatUnevenness, periodWords, waysSentence } from './words.ts'

/** The map of a whole way: what all layers of the decoder paint, or what the encoder's gradient reaches. */
export function WholeMap({ kind, room }: { kind: OverlapKind; room: Pair }) {
  const inference = useInference()
  const size = useArtifacts(state => state.size)
  const set = useArtifacts(state => state.set)
  const report = useArtifacts(state => state.analysis.report)
  const [at, setAt] = useState<Pair>()
  const whole = kind === 'forward' ? report.forward : report.gradient
  const { own, ownMap, drawnWay, sizes } = useWay(inference, kind, size)
  // Kept while the pointer moves over it: the picture is drawn again only where the counts differ.
  const drawn = useMemo(
    (): Drawn | undefined =>
      drawnWay
        ? { ...drawnWay, hasMeans: false }
        : whole && { map: whole.map, lines: meansOf(whole.map), hasMeans: true },
    [drawnWay, whole],
  )
  const isForward = kind === 'forward'
  if (!whole || !drawn) {
    return (
      <p className={styles.empty}>
        {isForward
          ? 'No transposed or upsampling layer lies between the code and the output.'
          : 'No strided layer lies between the Input and the code.'}
      </p>
    )
  }
  const { map } = drawn
  const from = isForward ? 'code' : 'output of the encoder'
  const sentence = (pixel: Pair): readonly [string, ...string[]] => [
    countSentence(isForward ? 'Painted' : 'Reached', map.values[pixel[0] * map.width + pixel[1]]!, pixel),
    ...(drawnWay
      ? [
          `from ${from}: ${waysSentence('row', drawnWay.waysTo(0, pixel[0]))}`,
          waysSentence('column', drawnWay.waysTo(1, pixel[1])),
        ]
      : joinedSentence(inference, kind, whole, pixel)),
  ]
  const start: Pair = drawnWay
    ? isForward
      ? drawnWay.ones
      : [map.height, map.width]
    : [map.height, map.width]
  const ownResult: Pair = ownMap ? (isForward ? [ownMap.map.height, ownMap.map.width] : ownMap.ones) : start
  const result: Pair = isForward ? [map.height, map.width] : (drawnWay?.ones ?? start)
  return (
    <>
      <div className={styles.tools}>
        {own && drawnWay ? (
          <SizeSlider
            label={isForward ? 'Code size' : 'Input size'}
            sizes={sizes}
            chosen={start}
            own={own}
            result={result}
            ownResult={ownResult}
            onChoose={pair => set({ size: pair[0] === own[0] && pair[1] === own[1] ? undefined : pair[0] })}
          />
        ) : (
          <p className={styles.hint}>
            Tensors join on the way: counts at the model's own size, {formatPair([map.height, map.width])}.
          </p>
        )}
        <SavePicture
          name={`${fileName(inference.document.name)}-${isForward ? 'decoder' : 'encoder-gradient'}-overlap`}
          print={() =>
            printMap(
              drawn,
              isForward
                ? 'How often the decoder paints each pixel'
                : 'How often the gradient reaches each pixel',
              `${inference.document.name}, ${whole.from} to ${whole.to}; unevenness ${formatUnevenness(whole.unevenness)}, ${periodWords(whole)}, all weights 1`,
            )
          }
        />
      </div>
      <HeatMap
        drawn={drawn}
        room={room}
        label={isForward ? 'Times painted by the whole decoder' : "Times reached by the encoder's gradient"}
        at={at}
        onPoint={setAt}
        sentence={sentence}
      />
      <Legend values={map.values} what={isForward ? 'times painted' : 'times reached by the gradient'} />
      <PatternByLayer kind={kind} />
    </>
  )
}

/** More pixels than these in all tensors together are too many to follow a pointer through. */
const followed = 300_000

/** Where tensors join there are no lines to read, so the rectangle is named that the pixel hangs together with. */
function joinedSentence(
  inference: Inference,
  kind: OverlapKind,
  { from, to }: ComposedOverlap,
  [row, column]: Pair,
): readonly string[] {
  const pixels = inference.nodes.reduce((sum, node) => {
    const shape = node.state === 'ready' ? node.outputs[0] : undefined
    return sum + (shape?.length === 3 ? shape[1]! * shape[2]! : 0)
  }, 0)
  if (pixels > followed) return []
  const isForward = kind === 'forward'
  const [here, there] = isForward ? [to, from] : [from, to]
  const reach = reachOf(inference, here, row, column)
  const index = inference.topology.index.get(there)
  const field = index === undefined ? undefined : (isForward ? reach?.before : reach?.behind)?.get(index)
  const box = field && extentOf(field).box
  if (!box) return []
  const [top, bottom, left, right] = box
  return [`from ${there}: rows ${top} to ${bottom - 1}, columns ${left} to ${right - 1}`]
}

/** Maps with a longer side are not offered; the model's own is, whatever its size. */
const largest = 384

/** The way between code and output, or Input and code, its map at the wished size, and the sizes that can be wished. */
function useWay(inference: Inference, kind: OverlapKind, size: number | undefined) {
  const route = useMemo(() => routeOf(inference, kind), [inference, kind])
  const own = useMemo(() => route && ownStart(inference, route.start), [inference, route])
  const ownMap = useMemo(() => route && own && mapAlong(route.way, kind, own), [route, kind, own])
  const drawnWay = useMemo(
    () => (route && size !== undefined ? mapAlong(route.way, kind, [size, size]) : undefined) ?? ownMap,
    [route, kind, size, ownMap],
  )
  const sizes = useMemo(() => {
    if (!route || !own) return []
    return sizesFor(kind === 'forward', own).filter(pair => {
      if (pair[0] === own[0] && pair[1] === own[1]) return true
      const sides = sidesAlong(route.way, pair)
      return sides !== undefined && Math.max(...(kind === 'forward' ? sides : pair)) <= largest
    })
  }, [route, kind, own])
  return { own, ownMap, drawnWay, sizes }
}

const ownStart = (inference: Inference, index: number): Pair | undefined => {
  const node = inference.nodes[index]!
  const shape = node.state === 'ready' ? node.outputs[0] : undefined
  return shape?.length === 3 ? [shape[1]!, shape[2]!] : [1, 1]
}

/** Codes are tried from 1×1 on; Inputs around their own size. */
function sizesFor(isForward: boolean, own: Pair): readonly Pair[] {
  if (isForward) return sizesAround(own, 32)
  const side = Math.max(...own)
  const around = [-8, -4, -2, -1, 0, 1, 2, 4, 8, 12, 16, 24, 32, 64].map(
    (more): Pair => [side + more, side + more],
  )
  return [
    ...around.filter(([height, width]) => height > 0 && !(height === own[0] && width === own[1])),
    own,
  ].sort((a, b) => a[0] * a[1] - b[0] * b[1])
}

/** How the pattern comes and goes from layer to layer. */
const PatternByLayer = memo(function PatternByLayer({ kind }: { kind: OverlapKind }) {
  const inference = useInference()
  const { report } = useArtifacts(state => state.analysis)
  const select = useEditor(state => state.select)
  const set = useArtifacts(state => state.set)
  const rows = useMemo(() => patternOf(inference, kind), [inference, kind])
  if (rows.length === 0) return null
  const own = new Map(
    report.layers.filter(layer => layer.kind === kind).map(layer => [layer.id, layer.unevenness]),
  )
  return (
    <section className={styles.whyBlock} aria-label="Layer by layer">
      <h3 className={styles.blockHead}>
        Layer by layer
        <small className={styles.aside}>
          unevenness of the layer by itself, and of everything{' '}
          {kind === 'forward' ? 'up to it' : 'behind and with it'}
        </small>
      </h3>
      <table className={patternStyles.pattern}>
        <thead>
          <tr>
            <th scope="col">layer</th>
            <th scope="col">by itself</th>
            <th scope="col">so far</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, soFar }) => (
            <tr key={id}>
              <th scope="row">
                <button
                  type="button"
                  className={styles.link}
                  onClick={() => {
                    select([id])
                    set({ view: 'layer', size: undefined })
                  }}
                >
                  {id}
                </button>
              </th>
              <td>{own.has(id) ? <Amount value={own.get(id)!} /> : '–'}</td>
              <td>
                <Amount value={soFar} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
})

const Amount = ({ value }: { value: number }) => (
  <span
    className={[patternStyles.amountCell, value >= noticeable && styles.uneven].filter(Boolean).join(' ')}
  >
    <i className={patternStyles.amount} style={{ width: Math.min(60, value * 30) }} />
    {formatUnevenness(value)}
  </span>
)

/** Unevenness behind each layer with a window, in the order in which the counts pass. */
function patternOf(inference: Inference, kind: OverlapKind): readonly { id: string; soFar: number }[] {
  const route = routeOf(inference, kind)
  if (!route) return []
  const { document, topology, nodes } = inference
  const ones = constantField(1, 1)
  const fields =
    kind === 'forward'
      ? propagateForward(inference, route.start, ones, 'endless', route.end)
      : propagateBackward(inference, route.end, ones, 'endless', route.start)
  const found: { id: string; soFar: number }[] = []
  for (let at = route.end; at !== route.start; ) {
    const before = topology.sources[at]!.flat()[0]!.node
    const field = fields.get(kind === 'forward' ? at : before)
    if (sidesOf(nodes[at]!)?.kind === 'window' && field) {
      found.push({ id: document.nodes[at]!.id, soFar: unevennessOf(field) })
    }
    at = before
  }
  return kind === 'forward' ? found.reverse() : found
}
