/** What the padding layers share: margins around an image, or cuts into it where they are negative. */
import {
  type Arrival,
  type Beyond,
  type Example,
  type Formula,
  type Layer,
  type LayerCall,
  tensorInput,
  tensorOutput,
  type Window,
} from '../../src/graph/definition.ts'
import { margins, type PerAxis } from '../../src/graph/params.ts'
import type { Problem } from '../../src/graph/problem.ts'
import { type Shape, sizeOf } from '../../src/graph/shape.ts'
import { axisNames, type Margins, signed } from './convolution.ts'

/** torch's `[left, right, top, bottom]`, or one number, as rows and columns before and after. */
export function marginsAround(padding: PerAxis): Margins {
  if (typeof padding === 'number') {
    return [
      [padding, padding],
      [padding, padding],
    ]
  }
  const [left = 0, right = 0, top = 0, bottom = 0] = padding
  return [
    [top, bottom],
    [left, right],
  ]
}

/** The shape with its last two sides extended. */
export function extended(shape: Shape, [[top, bottom], [left, right]]: Margins): Shape {
  const [height = 0, width = 0] = shape.slice(-2)
  return [...shape.slice(0, -2), height + top + bottom, width + left + right]
}

/** The problem of margins that cut away more than there is; undefined where enough remains. */
export function cutProblem(shape: Shape, margins: Margins): Problem | undefined {
  for (const axis of [0, 1] as const) {
    const side = shape.at(axis - 2)!
    const cut = -margins[axis].reduce((sum, margin) => sum + Math.min(margin, 0), 0)
    if (cut > side) {
      return {
        what: `Padding cuts ${cut} away from ${axisNames[axis]} ${side}`,
        need: `it may cut away at most ${side}`,
        param: 'padding',
        fixes: [{ params: { padding: 0 } }],
      }
    }
  }
  return undefined
}

/** The problem of mirrored or repeated margins that leave no pixel; undefined where at least one side remains. */
export function nothingLeft(shape: Shape, margins: Margins): Problem | undefined {
  const [height = 0, width = 0] = extended(shape, margins).slice(-2)
  if (height >= 0 && width >= 0 && (height >= 1 || width >= 1)) return undefined
  return {
    what: `Padding makes ${signed(height)}×${signed(width)} of ${shape.slice(-2).join('×')}`,
    need: 'something of the image must remain',
    param: 'padding',
    fixes: [{ params: { padding: 0 } }],
  }
}

/** The arithmetic of the height. */
function marginFormula(shape: Shape, margins: Margins): Formula | undefined {
  const height = shape.at(-2)
  if (height === undefined) return undefined
  const [before, after] = margins[0]
  return {
    rule: 'in + top + bottom',
    numbers: `${height} + ${signed(before)} + ${signed(after)}`,
    steps: [signed(height + before + after)],
    note: `Width ${shape.at(-1)} gives ${signed(shape.at(-1)! + margins[1][0] + margins[1][1])}.`,
  }
}

/** A margin as a window of one pixel that begins outside of the image. */
const marginWindow = ([[top], [left]]: Margins, beyond?: Beyond): Window => ({
  kind: 'gather',
  kernel: [1, 1],
  stride: [1, 1],
  padding: [top, left],
  dilation: [1, 1],
  ...(beyond && { beyond }),
})

/** The padding that undoes another one's size: what was added is cut away, and what was cut is filled with zeros. */
const turned = (padding: PerAxis): Layer => ({
  type: 'ZeroPad2d',
  params: { padding: typeof padding === 'number' ? 0 - padding : padding.map(margin => 0 - margin) },
})

/** The calls that extend a tensor; one that is no image is extended axis by axis, seen as one. */
function padCalls(shape: Shape, margins: Margins, mode: string): readonly LayerCall[] {
  if (margins.flat().every(margin => margin === 0)) return []
  if (shape.length === 3) return [{ layer: 'Pad2d', config: { padding: margins, mode } }]
  const output = extended(shape, margins)
  const [height, width] = shape.slice(-2) as [number, number]
  const outer = sizeOf(shape.slice(0, -2))
  const alongWidth = (pair: readonly number[]): LayerCall => ({
    layer: 'Pad2d',
    config: { padding: [[0, 0], pair], mode },
  })
  const seenAs = (sides: Shape): LayerCall => ({ layer: 'reshape', config: { targetShape: sides } })
  return [
    seenAs([outer, height, width]),
    alongWidth(margins[0]),
    seenAs([outer * output.at(-2)!, width, 1]),
    alongWidth(margins[1]),
    seenAs(output),
  ]
}

const params = {
  padding: margins({
    default: 1,
    unit: 'pixels',
    help: 'Rows and columns added on each side, or [left, right, top, bottom]; negative numbers cut away.',
    card: { letter: 'p', always: true },
  }),
}

/** The part of a definition that all padding layers share: all but what it says, refuses and shows. */
export const marginLayer = (module: string, mode: 'zeros' | Beyond) => ({
  params,
  inputs: [tensorInput],
  outputs: [tensorOutput],
  formula: ({ params: { padding }, inputs: [x = []] }: Arrival<typeof params>) =>
    marginFormula(x, marginsAround(padding)),
  window: ({ params: { padding }, inputs: [x = []] }: Arrival<typeof params>) =>
    x.length === 3 ? marginWindow(marginsAround(padding), mode === 'zeros' ? undefined : mode) : undefined,
  mirror: ({ params: { padding } }: Arrival<typeof params>) => [turned(padding)],
  lower: ({ params: { padding }, inputs: [x = []] }: Arrival<typeof params>) =>
    padCalls(x, marginsAround(padding), mode),
  pytorch: ({ params: { padding } }: Arrival<typeof params>) => ({ module, args: [padding], kwargs: {} }),
  printed: { positional: ['padding'], isFormatted: true },
})

/** What they all make of an image, whatever the margins hold. */
export const marginExamples: readonly Example[] = [
  { params: { padding: 2 }, inputs: [[2, 5, 4]], outputs: [[2, 9, 8]] },
  { params: { padding: [1, 2, 0, 3] }, inputs: [[2, 5, 4]], outputs: [[2, 8, 7]] },
  { params: { padding: [1, -2, -1, 0] }, inputs: [[1, 5, 4]], outputs: [[1, 4, 3]] },
]
