/** What the solver has found, as layers of a document and as words; and the sizes that it is asked for. */
import { type LayerSolution, planChannels } from '../../analyze/layerSolver.ts'
import type { Layer } from '../../graph/definition.ts'
import { type ParamValue, shortPair } from '../../graph/params.ts'
import type { Pair } from '../../graph/shape.ts'

/** A size as it is typed: sides, and channels where they count. */
export interface Wish {
  readonly channels: number | undefined
  readonly sides: Pair
}

const most = { channels: 65536, side: 1024 }

/** Reads "7", "7×5" or "8×7×5", with an x, a star or a comma in place of the cross. */
export function readWish(text: string): Wish | undefined {
  const parts = text.trim().split(/\s*[×x*,]\s*/i)
  if (parts.length > 3 || parts.some(part => !/^[1-9]\d*$/.test(part))) return undefined
  const numbers = parts.map(Number)
  const channels = numbers.length === 3 ? numbers[0]! : undefined
  const [height, width = height] = numbers.slice(-2) as [number, number?]
  const sides: Pair = numbers.length === 1 ? [height, height] : [height, width]
  if (sides.some(side => side > most.side) || (channels ?? 1) > most.channels) return undefined
  return { channels, sides }
}

/** "8×7×5". */
export const wishText = ({ channels, sides }: Wish): string =>
  [...(channels === undefined ? [] : [channels]), ...sides].join('×')

type SettingName = 'kernelSize' | 'stride' | 'padding' | 'dilation' | 'outputPadding'

const both = ({ axes: [height, width] }: LayerSolution, name: SettingName) =>
  shortPair([height[name], width[name]])

/** The parameters of a solution, but its channels. */
export const settingsOf = (solution: LayerSolution): Readonly<Record<string, ParamValue>> => ({
  kernelSize: both(solution, 'kernelSize'),
  stride: both(solution, 'stride'),
  padding: both(solution, 'padding'),
  dilation: both(solution, 'dilation'),
  ...(solution.type === 'ConvTranspose2d' && { outputPadding: both(solution, 'outputPadding') }),
})

/** "ConvTranspose2d k 4 s 2×1 p 1". */
export function settingWords(solution: LayerSolution): string {
  const words = (name: SettingName) => [both(solution, name)].flat().join('×')
  const unusual = [
    words('dilation') !== '1' && `d ${words('dilation')}`,
    words('outputPadding') !== '0' && `op ${words('outputPadding')}`,
  ].filter(Boolean)
  const usual = [`k ${words('kernelSize')}`, `s ${words('stride')}`, `p ${words('padding')}`]
  return [solution.type, ...usual, ...unusual].join(' ')
}

/** The channels behind each layer of a chain. */
export const channelsOf = (chain: readonly LayerSolution[], from: number, to: number): readonly number[] =>
  planChannels(
    from,
    to,
    chain.length,
    chain.at(-1)!.to.some((side, axis) => side > chain[0]!.from[axis]!),
  )

/** A chain as layers, a ReLU behind each but the last. */
export function layersOf(
  chain: readonly LayerSolution[],
  channels: readonly number[],
  hasBias: boolean,
): readonly Layer[] {
  return chain.flatMap((solution, i): Layer[] => {
    const params = { outChannels: channels[i]!, ...settingsOf(solution), ...(!hasBias && { bias: false }) }
    const layer: Layer = { type: solution.type, params }
    return i === chain.length - 1 ? [layer] : [layer, { type: 'ReLU', params: {} }]
  })
}
