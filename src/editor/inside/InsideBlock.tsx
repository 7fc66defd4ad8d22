import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { formatShape, sameShape } from '../../graph/shape.ts'
import type { NodeInference } from '../../infer/inference.ts'
import { SavePicture } from '../artifacts/SavePicture.tsx'
import { Block } from '../inspector/Block.tsx'
import { type TrainedModel, useTrainedModel } from '../store/trainedModel.ts'
import { Button } from '../ui/Button.tsx'
import { plural } from '../ui/numbers.ts'
import { HistogramPlot } from './HistogramPlot.tsx'
import { layerHistogramsCsv, printLayerHistograms, type TitledHistogram } from './histogramFigure.ts'
import styles from './Inside.module.css'
import { type LayerInside, lookAtLayer, type ShownTensor, useInside } from './insideStore.ts'
import { KernelGrid, kernelsPicture } from './KernelGrid.tsx'
import { Maps, mapsPicture } from './Maps.tsx'
import { Values } from './Values.tsx'

/** Feature maps in the inspector. */
const mostMaps = 64

interface InsideBlockProps {
  readonly id: string
  readonly result: NodeInference
}

/** A layer of the trained network under the glass, on demand: maps, activations, weights, gradients, silent units, kernels. */
export function InsideBlock({ id, result }: InsideBlockProps) {
  const model = useTrainedModel()
  const tensor = model && result.state === 'ready' ? tensorOf(model, id, result.outputs[0] ?? []) : undefined
  if (!model || tensor === undefined) return null
  return <Look key={id} id={id} tensor={tensor} model={model} />
}

/** The name of what the node yields in the trained network; undefined where that has another size, or no such node. */
function tensorOf({ plan }: TrainedModel, id: string, shape: readonly number[]): string | undefined {
  const node = plan.nodes.find(each => each.id === id)
  return node && sameShape(node.output, shape) ? node.tensor : undefined
}

interface Seen {
  readonly maps: ShownTensor
  readonly layer: LayerInside
  /** The version of the network that it was seen in. */
  readonly version: number
}

type State =
  | { readonly kind: 'closed' | 'looking' }
  | { readonly kind: 'failed'; readonly message: string }
  | undefined

function Look({ id, tensor, model }: { id: string; tensor: string; model: TrainedModel }) {
  const [state, setState] = useState<State>({ kind: 'closed' })
  const [seen, setSeen] = useState<Seen>()
  const label = useInside(store => store.label)
  const isOpen = state?.kind !== 'closed'

  function look(): () => void {
    let isLeft = false
    setState({ kind: 'looking' })
    lookAtLayer(model, id, tensor, mostMaps).then(
      found => {
        if (isLeft) return
        setSeen({ ...found, version: model.version })
        setState(undefined)
      },
      (error: unknown) => {
        if (!isLeft) setState({ kind: 'failed', message: (error as Error).message })
      },
    )
    return () => {
      isLeft = true
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: another image is looked at at once, a newer network when asked.
  useEffect(() => (isOpen ? look() : undefined), [isOpen, label])

  if (!isOpen) {
    return (
      <Block title="Inside">
        <Button
          look="outline"
          size="dense"
          hint="Feature maps, activations, weights and gradients of the trained network"
          onClick={() => setState({ kind: 'looking' })}
        >
          Look inside
        </Button>
      </Block>
    )
  }
  return (
    <Block title="Inside">
      {state?.kind === 'failed' && <p className={styles.failed}>{state.message}</p>}
      {!seen && state?.kind === 'looking' && <p className={styles.note}>Looking…</p>}
      {seen && <Findings seen={seen} label={label} />}
      <div className={styles.doings}>
        <Button
          size="dense"
          icon={<RefreshCw size={13} aria-hidden />}
          refusal={
            state?.kind === 'looking'
              ? 'It is being looked at.'
              : seen?.version === model.version
                ? 'Nothing has changed since.'
                : undefined
          }
          onClick={look}
        >
          Look again
        </Button>
        {seen && (
          <SavePicture
            name={`inside-${id}`}
            print={() =>
              printLayerHistograms(
                histogramsOf(seen.layer),
                `${id}, ${model.document.name}`,
                picturesOf(seen, label),
              )
            }
            csv={() => layerHistogramsCsv(histogramsOf(seen.layer))}
          />
        )}
      </div>
    </Block>
  )
}

function Findings({ seen: { maps, layer }, label }: { seen: Seen; label: number }) {
  const { units, silent, weights, kernels } = layer
  const isMap = maps.maps > 0
  return (
    <div className={styles.findings}>
      <figure>
        <figcaption>
          {isMap ? mapWords(maps, label) : `${plural(maps.values.length, 'value')} of test image ${label}`}
        </figcaption>
        {isMap ? <Maps tensor={maps} side={29} columns={8} /> : <Values values={maps.values} role="none" />}
      </figure>
      <HistogramPlot {...activationsOf(layer)} />
      <p className={silent > 0 ? styles.silent : styles.note}>
        {silent > 0
          ? `${units === 1 ? 'Its one unit' : `${silent} of ${plural(units, 'unit')}`} ${silent === 1 ? 'is' : 'are'} never above 0: behind a ReLU ${silent === 1 ? 'it is' : 'they are'} dead.`
          : units === 1
            ? 'Its one unit is above 0 somewhere: it is not dead behind a ReLU.'
            : `Each of ${plural(units, 'unit')} is above 0 somewhere: none is dead behind a ReLU.`}
      </p>
      {weights.map(weight => (
        <div key={weight.name}>
          {histogramsOfWeight(weight).map(plot => (
            <HistogramPlot key={plot.axis} {...plot} />
          ))}
        </div>
      ))}
      {kernels && <KernelGrid kernels={kernels} />}
    </div>
  )
}

const mapWords = ({ maps, shape: [channels = 0] }: ShownTensor, label: number): string =>
  `${maps < channels ? `${maps} of ` : ''}${plural(channels, 'feature map')} of test image ${label}`

/** What is drawn of a layer beside histograms. */
const picturesOf = ({ maps, layer: { kernels } }: Seen, label: number) => [
  ...(maps.maps > 0 ? [mapsPicture(maps, mapWords(maps, label))] : []),
  ...(kernels ? [kernelsPicture(kernels)] : []),
]

/** Every histogram of a layer, in the order in which they are drawn. */
const histogramsOf = (layer: LayerInside): TitledHistogram[] => [
  activationsOf(layer),
  ...layer.weights.flatMap(histogramsOfWeight),
]

const activationsOf = ({ activations, images }: LayerInside): TitledHistogram => ({
  title: `Activations for ${plural(images, 'test image')}`,
  axis: 'activation',
  histogram: activations,
})

const histogramsOfWeight = ({
  name,
  shape,
  values,
  gradient,
}: LayerInside['weights'][number]): TitledHistogram[] => [
  { title: `${name}, ${formatShape(shape)}`, axis: 'weight', histogram: values },
  ...(gradient
    ? [{ title: `Gradient of the loss by ${name}`, axis: 'gradient' as const, histogram: gradient }]
    : []),
]
