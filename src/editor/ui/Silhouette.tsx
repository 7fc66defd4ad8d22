import { isLoss } from '../../graph/definition.ts'
import { codeOf } from '../../infer/code.ts'
import type { Inference } from '../../infer/inference.ts'

/** One tensor of a small picture of a network: how wide it is against the widest, and which part it belongs to. */
interface Bar {
  readonly side: number
  readonly role: 'encoder' | 'decoder' | 'code' | 'none'
}

/** The sizes of a network from top to bottom; layers that keep the size add nothing. */
export function barsOf(inference: Inference): readonly Bar[] {
  const { document, nodes, topology } = inference
  const code = codeOf(inference)
  const encoderBegins = document.nodes.some(node => node.group === 'encoder')
  const bars: Bar[] = []
  for (const index of topology.order) {
    const result = nodes[index]!
    const shape = result.state === 'ready' ? result.outputs[0] : undefined
    if (!shape || isLoss(result.definition)) continue
    const side = shape.length === 3 ? Math.max(shape[1]!, shape[2]!) : Math.sqrt(shape.at(-1) ?? 1)
    const group = document.nodes[index]!.group
    const isSource = result.definition.inputs.length === 0
    const role =
      index === code
        ? 'code'
        : group === 'encoder' || (isSource && encoderBegins)
          ? 'encoder'
          : group === 'decoder'
            ? 'decoder'
            : 'none'
    const last = bars.at(-1)
    if (!last || Math.abs(last.side - side) > 0.01 || last.role !== role) bars.push({ side, role })
  }
  return bars
}

/** The bars of a picture that is written down: `encoder 28 24 code 1 decoder 24 28`. */
export function barsIn(picture: string): readonly Bar[] {
  const bars: Bar[] = []
  let role: Bar['role'] = 'none'
  for (const word of picture.split(' ')) {
    if (word in fills) role = word as Bar['role']
    else if (word !== '') bars.push({ side: Number(word), role })
  }
  return bars
}

const fills = {
  encoder: 'var(--encoder)',
  decoder: 'var(--decoder)',
  code: 'var(--code)',
  none: 'var(--text-3)',
} as const

interface SilhouetteProps {
  readonly bars: readonly Bar[]
  readonly width: number
  readonly height: number
}

/** A network as the bars of its tensors: the same picture as on the canvas, as small as a stamp. Decorative. */
export function Silhouette({ bars, width, height }: SilhouetteProps) {
  const widest = Math.max(1, ...bars.map(bar => bar.side))
  const pitch = height / bars.length
  const thickness = Math.max(1, pitch * 0.58)
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {bars.map(({ side, role }, i) => {
        const length = Math.max(1.5, (side / widest) * width)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is nothing but its place.
            key={i}
            x={(width - length) / 2}
            y={i * pitch + (pitch - thickness) / 2}
            width={length}
            height={thickness}
            rx={Math.min(2, thickness / 3, length / 3)}
            fill={fills[role]}
          />
        )
      })}
    </svg>
  )
}
