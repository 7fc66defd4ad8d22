/** The doc comment at the head of a printed file: the model's name and a table of its layers. */
import type { PixelScale, Plan, PlanNode } from '../../compile/plan.ts'
import type { Json } from '../../graph/definition.ts'
import { formatShape, type Shape, sameShape } from '../../graph/shape.ts'
import type { LineWriter } from './lines.ts'
import { COLUMNS, commentText, fill } from './text.ts'

/**
 * Writes the comment. `remarks` are lines at its end. Layers that only pass values on in the same size, such as
 * activations, have no row.
 */
export function writeTable(
  out: LineWriter,
  plan: Plan,
  remarks: readonly string[],
  scale: PixelScale | undefined,
): void {
  const total = plan.nodes.reduce((sum, node) => sum + node.parameters, 0)
  const hasImages = [...plan.inputs.map(input => input.shape), ...plan.nodes.map(node => node.output)].some(
    shape => shape.length === 3,
  )
  const name = commentText(plan.name)
  const title = name === '' ? 'Written by Hourglass.' : `${name}. Written by Hourglass.`
  out.add(['/**', ` * ${title}`, ' *'])
  writeRows(out, rowsOf(plan))
  const layout = hasImages ? ' Tensors are channels last: [height, width, channels].' : ''
  out.add([
    ' *',
    ` * ${count(total)} parameters.${layout}`,
    ...rangeLines(plan, scale),
    ...lossLines(plan),
    ...(remarks.length > 0 ? [' *', ...remarks.map(line => ` * ${line}`.trimEnd())] : []),
    ' */',
  ])
}

/** How pixels must be prepared for it. */
function rangeLines({ range, inputs }: Plan, scale: PixelScale | undefined): string[] {
  if (!inputs.some(({ shape }) => shape.length === 3)) return []
  if (range === undefined) return [' * Pixels are from 0 to 1.']
  if (range === '-1..1') return [' * Trained on pixels from −1 to 1: 2x − 1 for a pixel x from 0 to 1.']
  const about = [' * Trained on standardised pixels: (x − mean) / deviation for a pixel x from', ' * 0 to 1.']
  if (!scale) {
    return [
      about[0]!,
      `${about[1]} Mean and deviation are those of its channel over all training`,
      ' * images: mean = Σx / n, deviation = √(Σ(x − mean)² / n), and 1 in place of 0.',
    ]
  }
  const listed = (name: string, values: readonly number[]) => {
    const texts = values.map(value => String(Number(value.toPrecision(9))))
    const line = ` *   ${name} = ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`
    return line.length <= COLUMNS ? [line] : [` *   ${name} = [`, ...fill(texts, ' *     '), ' *   ]']
  }
  return [...about, ...listed('mean', scale.mean), ...listed('deviation', scale.deviation)]
}

/** What the network is trained with, which is no part of the module. */
const lossLines = ({ losses, inputs, nodes }: Plan): string[] =>
  losses.map(({ type, input, target }) => {
    const named = (tensor: string) =>
      commentText(
        inputs.find(({ name }) => name === tensor)?.node ??
          nodes.find(node => node.tensor === tensor)?.id ??
          tensor,
        18,
      )
    const wanted = typeof target === 'string' ? named(target) : `the label of ${named(target.input)}`
    return ` * Trained with ${type} of ${named(input)} against ${wanted}.`
  })

interface Row {
  readonly node?: PlanNode
  readonly cells: readonly [layer: string, operation: string, output: string, parameters: string]
}

function rowsOf(plan: Plan): Row[] {
  const shapes = new Map<string, Shape>(plan.inputs.map(input => [input.name, input.shape]))
  const isCode = (node: PlanNode) => plan.code?.node === node.id
  const rows: Row[] = [{ cells: ['layer', 'operation', 'output', 'parameters'] }]
  plan.nodes.forEach(node => {
    const [first] = node.inputs
    const before = first === undefined ? undefined : shapes.get(first)
    shapes.set(node.tensor, node.output)
    const passesOn =
      node.parameters === 0 &&
      node.inputs.length === 1 &&
      before !== undefined &&
      sameShape(before, node.output)
    if (passesOn && !isCode(node)) return
    rows.push({
      node,
      cells: [
        commentText(node.name, 24),
        commentText(operationOf(node.pytorch), COLUMNS),
        `${formatShape(node.output)}${isCode(node) ? ' code' : ''}`,
        count(node.parameters),
      ],
    })
  })
  return rows
}

function writeRows(out: LineWriter, rows: readonly Row[]): void {
  const width = (texts: readonly string[]) => Math.max(...texts.map(text => text.length))
  const column = (index: 0 | 1 | 3) => rows.map(({ cells }) => cells[index])
  const sizeOf = ({ cells }: Row) => cells[2].replace(/ code$/, '')
  const sizes = width(rows.map(sizeOf))
  // The word "code" hangs behind its size, so that the sizes themselves stay aligned.
  const hang = rows.some(({ cells }) => cells[2].endsWith(' code')) ? 5 : 0
  const layers = width(column(0))
  const counts = width(column(3))
  const room = COLUMNS - ' *   '.length - layers - sizes - hang - counts - 3 * 2
  const operations = Math.min(width(column(1)), Math.max(room, 20))
  for (const row of rows) {
    const [layer, operation, output, parameters] = row.cells
    const size = sizeOf(row)
    const cells = [
      layer.padEnd(layers),
      commentText(operation, operations).padEnd(operations),
      `${size.padStart(sizes)}${output.slice(size.length).padEnd(hang)}`,
      parameters.padStart(counts),
    ]
    out.add([` *   ${cells.join('  ')}`], row.node?.id)
  }
}

/** The operation as torch prints it, with words in place of keyword arguments: `Conv2d(32, 32, 4, stride 2)`. */
export function operationOf(pytorch: PlanNode['pytorch']): string {
  if ('expression' in pytorch) return pytorch.expression
  const named = Object.entries(pytorch.kwargs).map(([name, value]) =>
    value === false ? `no ${words(name)}` : `${words(name)} ${plain(value)}`,
  )
  return `${pytorch.module}(${[...pytorch.args.map(plain), ...named].join(', ')})`
}

const words = (name: string): string => name.replaceAll('_', ' ')

const plain = (value: Json): string => {
  if (value === null) return 'none'
  return typeof value === 'object' ? Object.values(value).map(plain).join('×') : String(value)
}

const count = (value: number): string => value.toLocaleString('en-US')
