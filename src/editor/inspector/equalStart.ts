/** How many neighbouring channels of a layer may start equal, and where that is worth offering. */
import type { Inference } from '../../infer/inference.ts'

/**
 * The r² channels that become one square in the PixelShuffle behind a convolution, activations between them left aside; or
 * the count that the layer names already. Undefined where there is neither, so that nothing is to be chosen.
 */
export function equalStartOf({ document, topology, nodes }: Inference, id: string): number | undefined {
  const index = topology.index.get(id)
  if (index === undefined) return undefined
  const own = document.nodes[index]!.equalStart
  if (own !== undefined) return own
  const { params } = nodes[index]!
  if (!('kernelSize' in params) || typeof params.outChannels !== 'number') return undefined
  let at = index
  for (;;) {
    const [reader, ...others] = topology.targets[at]!
    if (reader === undefined || others.length > 0) return undefined
    const { definition, params: read } = nodes[reader]!
    if (definition.type === 'PixelShuffle') {
      const square = Number(read.upscaleFactor) ** 2
      return square > 1 && params.outChannels % square === 0 ? square : undefined
    }
    if (definition.category !== 'activation') return undefined
    at = reader
  }
}
