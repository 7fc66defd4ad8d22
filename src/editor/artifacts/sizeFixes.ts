/** Settings that bring the output to the Input's size, each tried on a copy of the document. */
import { type AxisWindow, inputSides, outputSide } from '../../analyze/axis.ts'
import { solveLayer } from '../../analyze/layerSolver.ts'
import { endsOf } from '../../analyze/overlap.ts'
import { sizeGap } from '../../analyze/sizeGap.ts'
import { sidesOf } from '../../analyze/window.ts'
import { runCommand, startHistory } from '../../commands/history.ts'
import { applyChanges, type ParamChange } from '../../commands/index.ts'
import type { Registry } from '../../graph/definition.ts'
import { asPair, formatValue, type PairValue, type ParamValue, shortPair } from '../../graph/params.ts'
import { formatShape, type Pair, type Shape } from '../../graph/shape.ts'
import { type Inference, inferGraph } from '../../infer/inference.ts'
import { settingsOf } from './solverLayers.ts'

/** A change of one layer that makes input and output agree. */
export interface SizeFix {
  readonly label: string
  readonly changes: readonly ParamChange[]
  /** "output 1×28×28, the input's size". */
  readonly outcome: string
}

/** Most fixes that are offered. */
const most = 4

/**
 * One layer changed each, those nearest to the output first: its padding and output_padding alone, then other kernels and
 * strides, even ones before uneven ones. Every fix was tried and leads to the Input's size.
 */
export function sizeFixesOf(inference: Inference, registry: Registry): readonly SizeFix[] {
  const gap = sizeGap(inference)
  const { output, code } = endsOf(inference)
  if (!gap || output === undefined) return []
  const gentle: SizeFix[] = []
  const others: SizeFix[] = []
  const wanted = new Set<string>()
  let needed: Pair = [gap.image[1]!, gap.image[2]!]
  for (let at = output; at !== code && gentle.length + others.length < 12; ) {
    const node = inference.nodes[at]!
    const sides = sidesOf(node)
    const sources = inference.topology.sources[at]!.flat()
    if (node.state !== 'ready' || !sides || sources.length !== 1 || sides.kind === 'scrambled') break
    const { id, type } = inference.document.nodes[at]!
    if (sides.kind === 'window') {
      if (type === 'ConvTranspose2d' || type === 'Conv2d') {
        const [, height, width] = node.site.inputs[0]!
        const from: Pair = [height!, width!]
        const tried = [
          ...paddings(type, sides.axes, from, needed).map(params => ({ params, list: gentle })),
          ...otherSettings(type, from, needed).map(params => ({ params, list: others })),
        ]
        for (const { params, list } of tried) {
          const fix = attempt(
            inference,
            registry,
            { id, params: withoutSame(params, node.params) },
            gap.image,
          )
          if (fix && !wanted.has(fix.label)) {
            wanted.add(fix.label)
            list.push(fix)
          }
        }
      }
      const before = sides.axes.map((w, axis) => inputSides(w, needed[axis]!)?.[0])
      if (before.some(side => side === undefined)) break
      needed = [before[0]!, before[1]!]
    }
    at = sources[0]!.node
  }
  return [...gentle, ...others].slice(0, most)
}

/** Kernel and stride kept: the padding and output_padding nearest to those that are there. */
function paddings(
  type: 'Conv2d' | 'ConvTranspose2d',
  axes: readonly [AxisWindow, AxisWindow],
  from: Pair,
  to: Pair,
): readonly Readonly<Record<string, ParamValue>>[] {
  const found = ([0, 1] as const).map(axis => {
    const w = axes[axis]
    const now = { padding: w.before, extra: w.before - w.after }
    const span = w.dilation * (w.kernel - 1)
    const options: { padding: number; extra: number; change: number }[] = []
    for (let padding = 0; padding <= span; padding++) {
      const extras = type === 'ConvTranspose2d' ? Math.max(w.stride, w.dilation) : 1
      for (let extra = 0; extra < extras; extra++) {
        if (outputSide({ ...w, before: padding, after: padding - extra }, from[axis]) !== to[axis]) continue
        options.push({
          padding,
          extra,
          change: 2 * Math.abs(padding - now.padding) + Math.abs(extra - now.extra),
        })
      }
    }
    return options.sort((a, b) => a.change - b.change)[0]
  })
  const [height, width] = found
  if (!height || !width) return []
  const padding = shortPair([height.padding, width.padding])
  const outputPadding = shortPair([height.extra, width.extra])
  return [type === 'ConvTranspose2d' ? { padding, outputPadding } : { padding }]
}

function otherSettings(
  type: 'Conv2d' | 'ConvTranspose2d',
  from: Pair,
  to: Pair,
): readonly Readonly<Record<string, ParamValue>>[] {
  return solveLayer(from, to, [type]).slice(0, 2).map(settingsOf)
}

const withoutSame = (
  params: Readonly<Record<string, ParamValue>>,
  now: Readonly<Record<string, unknown>>,
): Readonly<Record<string, ParamValue>> =>
  Object.fromEntries(
    Object.entries(params).filter(([name, value]) => {
      const before = now[name]
      if (typeof before === 'string' || before === undefined) return true
      return asPair(value as PairValue).some((side, axis) => side !== asPair(before as PairValue)[axis])
    }),
  )

function attempt(
  inference: Inference,
  registry: Registry,
  change: ParamChange,
  image: Shape,
): SizeFix | undefined {
  const names = Object.entries(change.params)
  if (names.length === 0) return undefined
  const label = `Set ${change.id} ${names.map(([name, value]) => `${name} to ${formatValue(value as ParamValue)}`).join(', ')}`
  const command = applyChanges(inference.document, registry, [change], label)
  if ('refused' in command) return undefined
  const after = inferGraph(
    runCommand(startHistory(inference.document), command, 0).document,
    registry,
    inference,
  )
  const { output } = endsOf(after)
  const node = output === undefined ? undefined : after.nodes[output]
  const shape = node?.state === 'ready' ? node.outputs[0]! : undefined
  if (!shape || shape[1] !== image[1] || shape[2] !== image[2] || after.totals.problems > 0) return undefined
  return { label, changes: [change], outcome: `output ${formatShape(shape)}, the input's size` }
}
