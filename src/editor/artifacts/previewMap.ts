import { type Field, meansOf } from '../../analyze/field.ts'
import { mapAlong, type Way } from '../../analyze/ways.ts'
import { sidesOf } from '../../analyze/window.ts'
import type { Pair } from '../../graph/shape.ts'
import { inferenceOf } from '../../infer/inference.ts'
import type { Fix } from './fixes.ts'
import type { Drawn } from './HeatMap.tsx'

/**
 * The map that a fix would lead to, from ones of these sides; at the model's own size where its layers hold for one size
 * only, or lie otherwise than one behind the other. Gradients are shown at their own size.
 */
export function previewMap(
  { tried, replacement, after }: Fix,
  kind: 'forward' | 'gradient',
  ones: Pair,
): Drawn {
  const own = (map: Field): Drawn =>
    map.lines ? { map, lines: map.lines, hasMeans: false } : { map, lines: meansOf(map), hasMeans: true }
  if (kind === 'gradient') return own(after.map)
  const way: Way[number][] = []
  for (const id of replacement.ids) {
    const node = inferenceOf(tried, id)
    const sides = node && sidesOf(node)
    if (sides?.kind === 'window') way.push(sides.axes)
    else if (sides?.kind !== 'same') return own(after.map)
  }
  const made = mapAlong(way, 'forward', ones)
  return made ? { ...made, hasMeans: false } : own(after.map)
}
