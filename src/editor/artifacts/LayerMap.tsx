import { useMemo, useState } from 'react'
import { layerMap, tapsAt } from '../../analyze/ways.ts'
import { sidesOf } from '../../analyze/window.ts'
import { formatValue, type ParamValue } from '../../graph/params.ts'
import type { Pair } from '../../graph/shape.ts'
import { type Inference, inferenceOf } from '../../infer/inference.ts'
import { fileName } from '../code/download.ts'
import { useInference } from '../store/useDocument.ts'
import styles from './Artifacts.module.css'
import { useArtifacts } from './artifactsStore.ts'
import { HeatMap } from './HeatMap.tsx'
import { Legend } from './Legend.tsx'
import { printMap } from './mapSvg.ts'
import { previewMap } from './previewMap.ts'
import { SavePicture } from './SavePicture.tsx'
import { SizeSlider, sizesAround } from './SizeSlider.tsx'
import { WhyDiagram } from './WhyDiagram.tsx'
import { countSentence, formatPair, sharesSentence, tapsSentence } from './words.ts'

/** Pixels of the screen, below which the tools of the map have no room for words. */
const narrow = 520

/** The side that shows an interior where the model's own map is smaller. */
const telling = 12

/** The map at the wished size, or at one with an interior; and the sides on which the model itself places ones. */
function drawnMap(inference: Inference, id: string, size: number | undefined) {
  const node = inferenceOf(inference, id)
  const sides = node && sidesOf(node)
  if (node?.state !== 'ready' || sides?.kind !== 'window') return undefined
  const shape = sides.window.kind === 'scatter' ? node.site.inputs[0]! : node.outputs[0]!
  const own: Pair = [shape[1]!, shape[2]!]
  const ones: Pair = size !== undefined ? [size, size] : Math.max(...own) < telling ? [telling, telling] : own
  const map = layerMap(inference, id, ones) ?? layerMap(inference, id, own)
  return map && { ...map, own, hasMeans: false }
}

/** How often one layer paints each output pixel, or reaches each input pixel with its gradient. */
export function LayerMap({ id, room }: { id: string; room: Pair }) {
  const inference = useInference()
  const size = useArtifacts(state => state.size)
  const set = useArtifacts(state => state.set)
  const preview = useArtifacts(state => state.preview)
  const [at, setAt] = useState<Pair>()
  const node = inferenceOf(inference, id)
  const sides = node && sidesOf(node)
  // Kept while the pointer moves over it, so that the picture is not drawn again.
  const drawn = useMemo(() => drawnMap(inference, id, size), [inference, id, size])
  const previewed = useMemo(
    () => (preview && drawn ? previewMap(preview, drawn.kind, drawn.ones) : undefined),
    [preview, drawn],
  )
  if (node?.state !== 'ready' || sides?.kind !== 'window') return null
  const isForward = sides.window.kind === 'scatter'
  const [image, output] = [node.site.inputs[0]!, node.outputs[0]!]
  const ownResult: Pair = isForward ? [output[1]!, output[2]!] : [image[1]!, image[2]!]
  if (!drawn) return null
  const { map, own } = drawn
  const isOtherSize = previewed !== undefined && previewed.map.height !== map.height
  const verb = isForward ? 'Painted' : 'Reached'
  const settings = (['kernelSize', 'stride', 'padding', 'dilation', 'outputPadding'] as const)
    .filter(name => name in node.params)
    .map(name => `${name} ${formatValue(node.params[name] as ParamValue)}`)
  const behind = (name: 'row' | 'column', axis: 0 | 1, pixel: number) => {
    if (!('kernelSize' in node.params)) return sharesSentence(name, drawn.waysTo(axis, pixel))
    const [w, long] = [sides.axes[axis], axis === 0 ? map.height : map.width]
    return tapsSentence(name, tapsAt(w, drawn.ones[axis], long, pixel), w.beyond)
  }
  const sentence = (pixel: Pair): readonly [string, ...string[]] => [
    countSentence(verb, map.values[pixel[0] * map.width + pixel[1]]!, pixel),
    behind('row', 0, pixel[0]),
    behind('column', 1, pixel[1]),
  ]
  const { kernel, stride, dilation } = sides.axes[1]
  return (
    <>
      <div className={styles.tools}>
        <SizeSlider
          label={isForward ? 'Input size' : 'Output size'}
          sizes={sides.axes.some(w => w.mixing) && !isForward ? [own] : sizesAround(own, 32)}
          chosen={drawn.ones}
          own={own}
          result={[map.height, map.width]}
          ownResult={ownResult}
          onChoose={pair =>
            set({
              size:
                pair[0] === own[0] && pair[1] === own[1] && Math.max(...own) >= telling ? undefined : pair[0],
            })
          }
        />
        <SavePicture
          isSmall={room[1] < narrow}
          name={`${fileName(inference.document.name)}-${fileName(id)}-overlap`}
          print={() =>
            printMap(
              drawn,
              `${id}: ${isForward ? 'how often each output pixel is painted' : 'how often the gradient reaches each input pixel'}`,
              `${node.definition.title}, ${settings.join(', ')}; ${formatPair(drawn.ones)} → ${formatPair([map.height, map.width])}, all weights 1`,
            )
          }
        />
      </div>
      <HeatMap
        drawn={previewed ?? drawn}
        room={room}
        label={`${isForward ? 'Times painted' : 'Times reached by the gradient'}, ${preview ? preview.label : id}`}
        at={previewed ? undefined : at}
        onPoint={setAt}
        sentence={sentence}
      />
      <Legend
        values={(previewed?.map ?? map).values}
        what={`${isForward ? 'times painted' : 'times reached by the gradient'}${preview ? `, after: ${preview.label}${isOtherSize ? ", at the model's own size" : ''}` : ''}`}
      />
      <section className={styles.whyBlock} aria-label="Why: one row of pixels">
        <h3 className={styles.blockHead}>
          Why: one row of pixels
          <small className={styles.aside}>
            {sides.axes[1].mixing ? mixingWords : whyWords(isForward, kernel, stride, dilation)}
          </small>
        </h3>
        {!sides.axes[1].mixing && (
          <WhyDiagram
            window={sides.axes[1]}
            short={drawn.ones[1]}
            long={map.width}
            counts={drawn.lines[1]}
            at={at?.[1]}
            onPoint={column =>
              setAt(column === undefined ? undefined : [at?.[0] ?? Math.floor(map.height / 2), column])
            }
          />
        )}
      </section>
    </>
  )
}

/** For layers that mix pixels by a ratio of sides, which have no taps to draw. */
const mixingWords =
  'each output pixel is a copy of one input pixel, or several mixed by shares that sum to 1; point at one to read them'

/** "each input pixel paints 3 outputs, 2 apart, so every other output is painted twice". */
export function whyWords(isForward: boolean, kernel: number, stride: number, dilation: number): string {
  const what = isForward
    ? `each input pixel paints ${kernel} output${kernel === 1 ? '' : 's'}, and the next one starts ${stride} further`
    : `each output pixel sends its gradient to ${kernel} input${kernel === 1 ? '' : 's'}, and the next one starts ${stride} further`
  const spread = dilation > 1 ? `, ${dilation} apart` : ''
  const [least, most] = [Math.floor(kernel / stride), Math.ceil(kernel / stride)]
  const share = kernel % stride
  if (dilation > 1 || stride === 1 || share === 0) {
    const even = dilation === 1 ? `, so each is ${isForward ? 'painted' : 'reached'} ${times(least)}` : ''
    return `${what}${spread}${even}`
  }
  const which = stride === 2 ? 'every other one' : `${share} of every ${stride}`
  return `${what}, so ${which} is ${isForward ? 'painted' : 'reached'} ${times(most)}, the others ${times(least)}`
}

const times = (count: number): string =>
  count === 0 ? 'never' : count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
