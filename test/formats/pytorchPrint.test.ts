import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { definitions, registry } from '../../nodes/index.ts'
import { keywordOf } from '../../src/formats/pytorch/keywords.ts'
import { readPrintedModel } from '../../src/formats/pytorch/printed.ts'
import { isLoss, type NodeDefinition } from '../../src/graph/definition.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { fillParams, type ParamValue, sameValue } from '../../src/graph/params.ts'
import type { Shape } from '../../src/graph/shape.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { type PrintableLayer, printLayer, printModel } from './printedModel.ts'

/** Layers of torch that take one tensor: what printed text can hold. */
const layers = definitions.filter(
  each =>
    each.inputs.length === 1 && !each.inputs[0]!.multiple && !isLoss(each) && each.type !== 'GaussianNoise',
)

/** Sites of each layer that work, with the parameters that text does not hold at their defaults. */
const sites = layers.flatMap(definition =>
  definition.examples.flatMap(example => {
    if (!('outputs' in example)) return []
    const params = { ...example.params } as Record<string, ParamValue>
    for (const keyword of Object.keys(
      definition.printed?.unprinted?.(fillParams(definition.params, params)) ?? {},
    )) {
      delete params[keyword.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())]
    }
    const arrival = { params: fillParams(definition.params, params), inputs: example.inputs }
    return 'outputs' in definition.infer(arrival)
      ? [{ definition, params, arriving: example.inputs[0]! }]
      : []
  }),
)

/** What a document means: every parameter of every layer, none left out. */
const meaning = (
  chosen: readonly { type: string; params: Readonly<Record<string, unknown>>; module?: string }[],
) =>
  chosen.map(({ type, params, module }) => [
    type,
    module,
    normal(fillParams(registry.get(type)!.params, params), registry.get(type)!),
  ])

/** Equal sides as one number, and a stride that repeats the kernel as none. */
function normal(params: Readonly<Record<string, ParamValue>>, { printed }: NodeDefinition) {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const original = printed?.repeating?.[name] === 'kernel_size' ? params.kernelSize : undefined
      if (original !== undefined && sameValue(value, original)) return [name, null]
      const isEven = Array.isArray(value) && value.length > 1 && value.every(item => item === value[0])
      const isSize = name === 'unflattenedSize' || name === 'normalizedShape'
      return [name, isEven && !isSize ? value[0] : value]
    }),
  )
}

function documentOf(text: string, shape: Shape): GraphDocument {
  const result = readPrintedModel(text, registry, shape)
  if ('document' in result) return result.document
  throw new Error(`${text}\n${result.faults.map(({ line, message }) => `${line}: ${message}`).join('\n')}`)
}

test.each(sites.map(site => [site.definition.type, site] as const))(
  '%s is read as it was printed',
  (type, site) => {
    const [, node] = documentOf(printLayer(site), site.arriving).nodes
    expect(meaning([node!])).toEqual(meaning([{ type, params: site.params }]))
  },
)

test.each(definitions.flatMap(each => (each.printed ? [[each.type, each] as const] : [])))(
  'the printed form of %s speaks of arguments that there are',
  (_, { printed = {}, params }) => {
    const known = Object.keys(params).map(keywordOf)
    const own = [
      ...(printed.required ?? []),
      ...(printed.brief ?? []),
      ...Object.entries(printed.repeating ?? {}).flat(),
      ...Object.keys(printed.unprinted?.(fillParams(params, undefined)) ?? {}),
    ]
    for (const keyword of own) expect(known).toContain(keyword)
    for (const keyword of printed.positional ?? []) {
      expect([...known, ...Object.keys(printed.arriving ?? {})]).toContain(keyword)
    }
    for (const keyword of Object.keys(printed.arriving ?? {})) expect(known).not.toContain(keyword)
  },
)

/** A chain of layers that fit each other: of those drawn, each that takes what the one before it yields. */
function chainOf(start: Shape, drawn: readonly number[], folders: readonly (readonly string[])[]) {
  const chain: PrintableLayer[] = []
  let shape = start
  for (const index of drawn) {
    const { definition, params } = sites[index]!
    const inferred = definition.infer({ params: fillParams(definition.params, params), inputs: [shape] })
    if ('problem' in inferred || inferred.outputs[0]!.some(side => side > 200)) continue
    // Three neighbours share a container, which may lie in others.
    const block = Math.floor(chain.length / 3)
    const [first = 'part', ...rest] = folders[block % folders.length]!
    const path = [`${first}${block}`, ...rest, `m${chain.length}`].join('.')
    chain.push({ path, definition, params, arriving: shape })
    shape = inferred.outputs[0]!
  }
  return chain
}

test('a random chain in random containers is read as it was printed', () => {
  const start = fc.constantFrom<Shape>([1, 28, 28], [3, 8, 10], [4, 6, 6], [8, 4, 4], [16], [784])
  const key = fc.constantFrom('0', '1', 'encoder', 'decoder', 'body', 'conv-1')
  const folders = fc.array(fc.array(key, { maxLength: 3 }), { minLength: 1, maxLength: 3 })
  const drawn = fc.array(fc.nat(sites.length - 1), { minLength: 1, maxLength: 40 })
  let longest = 0
  fc.assert(
    fc.property(start, drawn, folders, (shape, indices, names) => {
      const chain = chainOf(shape, indices, names)
      if (chain.length === 0) return
      longest = Math.max(longest, chain.length)
      const { nodes, edges } = documentOf(printModel('Sequential', chain), shape)
      expect(meaning(nodes.slice(1))).toEqual(
        meaning(chain.map(({ path, definition: { type }, params }) => ({ type, params, module: path }))),
      )
      expect(edges.map(({ source, target }) => [source, target])).toEqual(
        nodes.slice(1).map((node, i) => [nodes[i]!.id, node.id]),
      )
    }),
    { numRuns: 400 },
  )
  expect(longest).toBeGreaterThan(8)
})

test.each([1, 2, 3, 4, 5])('printed-%i is printed as torch printed it, but for what changes no number', n => {
  const folder = join(import.meta.dirname, '../golden/printed')
  const text = readFileSync(join(folder, `printed-${n}.txt`), 'utf8')
  const { input } = JSON.parse(readFileSync(join(folder, `printed-${n}.json`), 'utf8')) as { input: Shape }
  const document = documentOf(text, input.slice(1))
  const { nodes } = inferGraph(document, registry)
  const chain = document.nodes.slice(1).map((node, i): PrintableLayer => {
    const result = nodes[i + 1]!
    if (result.state !== 'ready') throw new Error(`${node.id} has no size.`)
    return {
      path: node.module!,
      definition: result.definition,
      params: node.params,
      arriving: result.site.inputs[0]!,
    }
  })
  const plain = (printed: string) =>
    printed
      .trim()
      .replaceAll("'", '')
      .replace(/(, )?inplace=(True|False)/g, '')
      .replace(/=(\d+)\.0\b/g, '=$1')
  expect(plain(printModel(document.name, chain))).toBe(plain(text))
})
