import { analyzeOverlap } from '../../analyze/overlap.ts'
import { evenedBy, isRisk } from '../../analyze/risk.ts'
import { analyzeRounding } from '../../analyze/rounding.ts'
import { isImage, sidesOf } from '../../analyze/window.ts'
import type { Inference } from '../../infer/inference.ts'
import type { Analysis } from './protocol.ts'

/** Everything about the strides of a document; in the page where it is quick, in a worker where it is not. */
export function analyze(inference: Inference): Analysis {
  const report = analyzeOverlap(inference)
  const evened = new Map(
    report.layers.filter(isRisk).flatMap(layer => {
      const by = evenedBy(inference, layer)
      return by === undefined ? [] : [[layer.id, by] as const]
    }),
  )
  return { report, rounding: analyzeRounding(inference), evened }
}

/** Additions that the analysis takes, roughly: every tap of every pixel, for both ways. */
export const effortOf = (inference: Inference): number =>
  inference.nodes.reduce((sum, node) => {
    const shape = node.state === 'ready' ? node.outputs[0] : undefined
    if (!shape || !isImage(shape)) return sum
    const sides = sidesOf(node)
    const taps = sides?.kind === 'window' ? sides.window.kernel[0] + sides.window.kernel[1] : 1
    return sum + shape[1]! * shape[2]! * taps
  }, 0)
