/**
 * The size ladder: a figure of tensor sizes and operations, encoder and decoder side by side, as lectures draw it. Always
 * on white. Pure: a plan becomes the text of an SVG file.
 */
import type { Plan, PlanNode } from '../compile/plan.ts'
import { formatShape, type Shape, sameShape, sizeOf } from '../graph/shape.ts'
import { escapeXml } from './xml.ts'

/** A tensor of the ladder, and the node that yields it. */
export interface Rung {
  readonly node: string
  readonly shape: Shape
}

/** Layers that lead from one rung to the next: one that matters, and the activations behind it. */
export interface Operation {
  readonly text: string
  readonly parameters: number
}

/** One side of the ladder: always one rung more than operations. */
export interface Side {
  readonly rungs: readonly Rung[]
  readonly operations: readonly Operation[]
}

/** The sizes of a plan in order: split at the code, where there is one. */
export interface Ladder {
  readonly encoder: Side
  readonly decoder: Side | undefined
  /** The pair nearest to the code that does not match: a tensor of the encoder, and what the decoder makes in its place. */
  readonly mismatch: { readonly encoder: Rung; readonly decoder: Rung } | undefined
}

/** Reads the rungs of a plan. */
export function ladderOf(plan: Plan): Ladder {
  const input = plan.inputs[0]
  const start: Rung = { node: input?.node ?? '', shape: input?.shape ?? [] }
  const code = plan.code && plan.nodes.findIndex(node => node.id === plan.code!.node)
  if (code === undefined) {
    return { encoder: sideOf(start, plan.nodes), decoder: undefined, mismatch: undefined }
  }
  const encoder = sideOf(start, plan.nodes.slice(0, code + 1))
  const decoder = sideOf(encoder.rungs.at(-1)!, plan.nodes.slice(code + 1))
  return { encoder, decoder, mismatch: mismatchOf(encoder.rungs, decoder.rungs) }
}

function sideOf(start: Rung, nodes: readonly PlanNode[]): Side {
  const rungs: Rung[] = [start]
  const operations: { text: string; parameters: number }[] = []
  for (const node of nodes) {
    const last = operations.at(-1)
    const isSmall = node.parameters === 0 && node.macs === 0 && sameShape(node.output, rungs.at(-1)!.shape)
    if (isSmall && last) {
      last.text += `, ${operationText(node)}`
      rungs[rungs.length - 1] = { node: node.id, shape: node.output }
    } else {
      rungs.push({ node: node.id, shape: node.output })
      operations.push({ text: operationText(node), parameters: node.parameters })
    }
  }
  return { rungs, operations }
}

const shortNames: Readonly<Record<string, string>> = {
  kernel_size: 'k',
  stride: 's',
  padding: 'p',
  output_padding: 'op',
  dilation: 'd',
  groups: 'g',
  scale_factor: '×',
}

const words = (value: unknown): string => (Array.isArray(value) ? value.join('×') : String(value))

/** "Conv2d 32→32, k 4, s 2", in the order in which torch prints it. */
function operationText({ type, pytorch }: PlanNode): string {
  if (!('module' in pytorch)) return type
  const { args, kwargs } = pytorch
  const [first, second, third] = args
  const channels = args.length >= 2 ? ` ${words(first)}→${words(second)}` : ''
  const kernel = third === undefined ? [] : [`k ${words(third)}`]
  const alone = args.length === 1 ? [`k ${words(first)}`] : []
  const more = Object.entries(kwargs).flatMap(([name, value]) => {
    if (name === 'bias') return value === false ? ['no bias'] : []
    if (name === 'mode') return value === 'nearest' ? [] : [words(value)]
    return [`${shortNames[name] ?? name.replaceAll('_', ' ')} ${words(value)}`]
  })
  return [`${type}${channels}`, ...alone, ...kernel, ...more].join(', ')
}

/** Pairs from the code outwards: what the decoder makes against what the encoder had there. */
function mismatchOf(encoder: readonly Rung[], decoder: readonly Rung[]): Ladder['mismatch'] {
  for (const [i, made] of decoder.entries()) {
    const had = i === 0 ? undefined : partnerOf(encoder, decoder, i)
    if (had && !sameShape(had.shape, made.shape)) return { encoder: had, decoder: made }
  }
  return undefined
}

/** The encoder's rung beside the decoder's rung `i`, counted from the image: both begin with it. */
const partnerOf = (encoder: readonly Rung[], decoder: readonly Rung[], i: number): Rung | undefined =>
  encoder.slice(0, -1)[decoder.length - 1 - i]

const ink = { text: '#181b22', soft: '#4d5563', hint: '#636b78', line: '#bcc2cc' } as const
const colors = { encoder: '#1f6faf', decoder: '#0b7a62', code: '#a82c74', error: '#b92c14' } as const
const sans = `font-family="Inter, 'Helvetica Neue', Arial, sans-serif"`
const mono = `font-family="'JetBrains Mono', 'DejaVu Sans Mono', Menlo, monospace"`

const pitch = 92
const top = 168
const widest = 252
const slab = 22

interface Frame {
  /** The edge on which the slabs stand, and the direction in which they reach: −1 to the left, 1 to the right. */
  readonly edge: number
  readonly way: 1 | -1
  readonly color: string
  readonly scale: number
  readonly margin: number
}

const formatCount = new Intl.NumberFormat('en-US').format

const text = (x: number, y: number, content: string, more = ''): string =>
  `<text x="${x}" y="${y}" ${more}>${escapeXml(content)}</text>`

/** The tensor's side in pixels; of a vector, the square root of its length. */
const sideLength = (shape: Shape): number =>
  Math.sqrt(shape.length >= 3 ? shape.at(-1)! * shape.at(-2)! : sizeOf(shape))

const sheetsOf = (shape: Shape): number =>
  shape.length >= 3 ? Math.min(5, Math.round(Math.log2(Math.max(1, shape[0]!)))) : 0

/** How far an arrow stays above a slab, so that it ends at its sheets. */
const aboveOf = ({ shape }: Rung): number => 4 + sheetsOf(shape) * 3.2

function drawRung({ shape }: Rung, y: number, { edge, way, color, scale }: Frame): string {
  const width = Math.max(9, sideLength(shape) * scale)
  const sheets = sheetsOf(shape)
  const left = (shift: number) => (way < 0 ? edge - width - shift : edge + shift)
  const parts: string[] = []
  for (let behind = sheets; behind > 0; behind--) {
    const shift = behind * 3.2
    parts.push(
      `<rect x="${(left(0) + (way < 0 ? -shift : shift)).toFixed(1)}" y="${(y - shift).toFixed(1)}" width="${width.toFixed(1)}" height="${slab}" rx="2" fill="#ffffff" stroke="${color}" stroke-opacity="0.55"/>`,
    )
  }
  parts.push(
    `<rect x="${left(0).toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${slab}" rx="2" fill="#ffffff"/>`,
    `<rect x="${left(0).toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${slab}" rx="2" fill="${color}" fill-opacity="0.22" stroke="${color}" stroke-opacity="0.8"/>`,
    text(
      edge + way * (width + sheets * 3.2 + 16),
      y + 16,
      formatShape(shape),
      `${mono} font-size="14" font-weight="600" fill="${ink.text}" text-anchor="${way < 0 ? 'end' : 'start'}"`,
    ),
  )
  return parts.join('')
}

function drawOperation({ text: label, parameters }: Operation, y: number, frame: Frame): string {
  const { edge, way, margin } = frame
  const anchor = way < 0 ? 'end' : 'start'
  const count = text(
    margin,
    y,
    formatCount(parameters),
    `font-size="13" fill="${ink.hint}" text-anchor="${way < 0 ? 'start' : 'end'}"`,
  )
  const shown = label.length > 52 ? `${label.slice(0, 51)}…` : label
  return (
    text(edge + way * 28, y, shown, `font-size="13" fill="${ink.soft}" text-anchor="${anchor}"`) +
    (parameters > 0 ? count : '')
  )
}

/** A straight arrow beside the slabs; the head is a marker of its colour. */
const arrow = (x: number, from: number, to: number, role: 'encoder' | 'decoder'): string =>
  `<path d="M ${x} ${from} V ${to}" fill="none" stroke="${colors[role]}" stroke-width="1.6" marker-end="url(#${role})"/>`

const marker = (role: 'encoder' | 'decoder'): string =>
  `<marker id="${role}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colors[role]}"/></marker>`

/** The figure of a plan as SVG text. */
export function printSizeLadder(plan: Plan): string {
  const ladder = ladderOf(plan)
  const all = [...ladder.encoder.rungs, ...(ladder.decoder?.rungs ?? [])]
  const scale = widest / Math.max(1, ...all.map(rung => sideLength(rung.shape)))
  const total = plan.nodes.reduce(
    (sum, node) => ({ parameters: sum.parameters + node.parameters, macs: sum.macs + node.macs }),
    { parameters: 0, macs: 0 },
  )
  const { body, height, width, note } = ladder.decoder
    ? drawHourglass(ladder as Ladder & { decoder: Side }, scale)
    : drawColumn(ladder.encoder, scale)
  const right = `font-size="14" fill="${ink.soft}" text-anchor="end"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${sans}>`,
    `<defs>${marker('encoder')}${marker('decoder')}</defs>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(60, 56, plan.name, `font-size="22" font-weight="600" fill="${ink.text}"`),
    text(
      60,
      82,
      'tensor sizes and operations, one image, channels × height × width',
      `font-size="14" fill="${ink.soft}"`,
    ),
    text(width - 60, 56, `${formatCount(total.parameters)} parameters`, right),
    text(width - 60, 78, `${formatCount(total.macs)} multiply-accumulates`, right),
    body,
    text(60, height - 34, note, `font-size="13" fill="${ladder.mismatch ? colors.error : ink.hint}"`),
    '</svg>',
    '',
  ].join('\n')
}

interface Drawing {
  readonly body: string
  readonly width: number
  readonly height: number
  readonly note: string
}

function drawHourglass({ encoder, decoder, mismatch }: Ladder & { decoder: Side }, scale: number): Drawing {
  const [width, rows] = [1300, Math.max(encoder.operations.length, decoder.operations.length)]
  const left: Frame = { edge: 554, way: -1, color: colors.encoder, scale, margin: 60 }
  const right: Frame = { edge: 746, way: 1, color: colors.decoder, scale, margin: width - 60 }
  const rowY = (row: number) => top - slab / 2 + row * pitch
  const codeY = rowY(rows) + 2
  const parts: string[] = [head('encoder f', left), head('decoder g', right)]
  encoder.operations.forEach((operation, i) => {
    parts.push(drawRung(encoder.rungs[i]!, rowY(i), left))
    parts.push(drawOperation(operation, rowY(i) + slab / 2 + pitch / 2 + 4, left))
    if (i < encoder.operations.length - 1)
      parts.push(arrow(540, rowY(i) + slab + 4, rowY(i + 1) - aboveOf(encoder.rungs[i + 1]!), 'encoder'))
    else {
      const y = codeY + slab / 2
      parts.push(
        `<path d="M 540 ${rowY(i) + slab + 4} V ${y - 26} Q 540 ${y} 566 ${y} H 628" fill="none" stroke="${colors.encoder}" stroke-width="1.6" marker-end="url(#encoder)"/>`,
      )
    }
  })
  const count = decoder.operations.length
  decoder.operations.forEach((operation, i) => {
    const row = count - 1 - i
    const made = decoder.rungs[i + 1]!
    parts.push(drawRung(made, rowY(row), right))
    parts.push(drawOperation(operation, rowY(row) + slab / 2 + pitch / 2 + 4, right))
    if (i > 0)
      parts.push(arrow(760, rowY(row + 1) - aboveOf(decoder.rungs[i]!), rowY(row) + slab + 4, 'decoder'))
    else {
      const y = codeY + slab / 2
      parts.push(
        `<path d="M 672 ${y} H 734 Q 760 ${y} 760 ${y - 26} V ${rowY(row) + slab + 4}" fill="none" stroke="${colors.decoder}" stroke-width="1.6" marker-end="url(#decoder)"/>`,
      )
    }
    const had = partnerOf(encoder.rungs, decoder.rungs, i + 1)
    if (had) parts.push(drawPair(sameShape(had.shape, made.shape), rowY(row) + slab / 2))
  })
  const code = encoder.rungs.at(-1)!
  const codeWidth = Math.max(9, Math.min(60, sideLength(code.shape) * scale))
  parts.push(
    drawCode(code, codeY, codeWidth),
    text(
      650,
      codeY + 52,
      formatShape(code.shape),
      `${mono} font-size="14" font-weight="600" fill="${colors.code}" text-anchor="middle"`,
    ),
    text(650, codeY + 72, 'the code', `font-size="13" fill="${colors.code}" text-anchor="middle"`),
  )
  const note = mismatch
    ? `First pair from the code that does not match: the encoder has ${formatShape(mismatch.encoder.shape)} behind ${mismatch.encoder.node}, the decoder makes ${formatShape(mismatch.decoder.shape)} with ${mismatch.decoder.node}.`
    : encoder.operations.length === decoder.operations.length
      ? 'Slab width: side of the tensor. Sheets: channels. Every pair matches: the decoder undoes each size of the encoder.'
      : 'Slab width: side of the tensor. Sheets: channels. Pairs are counted from the image.'
  return { body: parts.join('\n'), width, height: codeY + 160, note }
}

function drawCode({ shape }: Rung, y: number, width: number): string {
  const sheets = sheetsOf(shape)
  const parts: string[] = []
  for (let behind = sheets; behind >= 0; behind--) {
    const shift = behind * 3
    const box = `x="${(650 - width / 2 - sheets * 1.5 + shift).toFixed(1)}" y="${y - shift + sheets * 1.5}" width="${width}" height="${slab}" rx="2"`
    parts.push(
      `<rect ${box} fill="#ffffff"/><rect ${box} fill="${colors.code}" fill-opacity="${behind === 0 ? 0.35 : 0}" stroke="${colors.code}" stroke-opacity="0.8"/>`,
    )
  }
  return parts.join('')
}

const head = (title: string, { edge, way, color, margin }: Frame): string =>
  text(
    edge,
    128,
    title,
    `font-size="15" font-weight="600" fill="${color}" text-anchor="${way < 0 ? 'end' : 'start'}"`,
  ) +
  text(
    margin,
    128,
    'parameters',
    `font-size="13" fill="${ink.hint}" text-anchor="${way < 0 ? 'start' : 'end'}"`,
  )

function drawPair(isSame: boolean, y: number): string {
  const color = isSame ? colors.decoder : colors.error
  const [word, half] = isSame ? ['same', 26] : ['differs', 34]
  const dots = `stroke="${ink.line}" stroke-width="1.5" stroke-dasharray="2 4"`
  return (
    `<path d="M 568 ${y} H ${650 - half} M ${650 + half} ${y} H 732" fill="none" ${dots}/>` +
    `<rect x="${650 - half}" y="${y - 12}" width="${2 * half}" height="24" rx="12" fill="#ffffff" stroke="${isSame ? ink.line : color}"/>` +
    text(650, y + 5, word, `font-size="13" font-weight="600" fill="${color}" text-anchor="middle"`)
  )
}

function drawColumn(side: Side, scale: number): Drawing {
  const width = 900
  const frame: Frame = { edge: 554, way: -1, color: colors.encoder, scale, margin: 60 }
  const rowY = (row: number) => top - slab / 2 + row * pitch
  const parts = [head('network', frame)]
  side.rungs.forEach((rung, i) => {
    parts.push(drawRung(rung, rowY(i), frame))
    const operation = side.operations[i]
    if (!operation) return
    parts.push(drawOperation(operation, rowY(i) + slab / 2 + pitch / 2 + 4, frame))
    parts.push(arrow(540, rowY(i) + slab + 4, rowY(i + 1) - aboveOf(side.rungs[i + 1]!), 'encoder'))
  })
  return {
    body: parts.join('\n'),
    width,
    height: rowY(side.rungs.length) + 40,
    note: 'Slab width: side of the tensor. Sheets: channels.',
  }
}
