import type { ParamValue } from '../../graph/params.ts'
import { formatValue, type Param, sameValue } from '../../graph/params.ts'
import { describeProblem } from '../../graph/problem.ts'
import type { NodeInference } from '../../infer/inference.ts'
import { formatCount } from '../ui/numbers.ts'

/** A parameter as the card shows it: `k 4`. */
export interface CardValue {
  readonly param: string
  readonly letter: string
  readonly text: string
  /** In one of the columns that align down the chain; others follow as wide as they are. */
  readonly isFixed: boolean
  readonly isWrong: boolean
}

/** What stands on a card besides its type and name. */
export interface CardContent {
  readonly values: readonly CardValue[]
  /** In place of the fixed values: "784 → 8". */
  readonly caption: string | undefined
  /** The parameter that a click on the caption edits. */
  readonly captionParam: string | undefined
  /** At the right end: "16,416", "waiting", or nothing where a layer has no parameters. */
  readonly count: string
  /** How far the card is wider than others, in pixels. */
  readonly extra: number
}

type Entry = readonly [name: string, param: Param, value: ParamValue]

const entriesOf = ({ definition, params }: NodeInference): readonly Entry[] =>
  Object.entries(definition.params).map(([name, param]) => [name, param, params[name] as ParamValue])

const digit = 7

/** The texts of a node's card. `data` names what flows in at a source: "MNIST digits". */
export function cardContentOf(result: NodeInference, data?: string): CardContent {
  const { definition } = result
  const entries = entriesOf(result)
  const wrong = result.state === 'problem' ? result.problem.param : undefined
  const arrived = result.inputs.every(shape => shape !== undefined)
  const inputs = arrived ? (result.inputs as readonly (readonly number[])[]) : []
  const caption = data ?? definition.card?.({ params: result.params, inputs })
  const isFixed = (param: Param) => param.card?.always === true
  const shown = entries.filter(
    ([, param, value]) => param.card && (isFixed(param) ? !caption : !sameValue(value, param.default)),
  )
  const ordered = [...shown.filter(([, p]) => isFixed(p)), ...shown.filter(([, p]) => !isFixed(p))]
  const values = ordered.map(
    ([name, param, value]): CardValue => ({
      param: name,
      letter: param.card!.letter,
      text: formatValue(value),
      isFixed: isFixed(param),
      isWrong: name === wrong,
    }),
  )
  const extra = values.reduce((sum, { isFixed: fixed, letter, text }) => {
    return sum + (fixed ? Math.max(0, text.length - 1) * digit : 14 + (letter.length + text.length) * digit)
  }, 0)
  const count =
    result.state === 'waiting' ? 'waiting' : result.parameters ? formatCount(result.parameters) : ''
  return { values, caption, captionParam: caption ? entries[0]?.[0] : undefined, count, extra }
}

/** `kernelSize` as it is spoken: "kernel". */
const spoken = (name: string): string =>
  name
    .replace(/Size$/, '')
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase()

/** A node as it is read aloud: "conv3, Conv2d, kernel 4, stride 2, output 32 by 9 by 9, 16,416 parameters". */
export function spokenName(id: string, result: NodeInference): string {
  const { definition } = result
  const values = entriesOf(result).flatMap(([name, param, value], i) => {
    const isFirst = param.card?.always && !entriesOf(result).some(([, p], j) => j < i && p.card?.always)
    if (!param.card || (sameValue(value, param.default) && !isFirst)) return []
    return [`${spoken(name)} ${formatValue(value).replaceAll('×', ' by ')}`]
  })
  const parameters = result.parameters ? [`${formatCount(result.parameters)} parameters`] : []
  const outcome = (): readonly string[] => {
    switch (result.state) {
      case 'ready':
        return [...result.outputs.map(shape => `output ${shape.join(' by ')}`), ...parameters]
      case 'problem':
        return [`problem: ${describeProblem(result.problem)}`]
      case 'waiting':
        return [`waiting for ${result.for.join(' and ')}`]
    }
  }
  return [id, definition.title, ...values, ...outcome()].join(', ')
}
