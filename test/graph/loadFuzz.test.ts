import fc from 'fast-check'
import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { templates } from '../../templates/index.ts'

/** Whatever the text is, the answer is faults, or a document that everything behind can work with. */
function expectAnswer(text: string) {
  const loaded = loadDocument(text, registry)
  if ('faults' in loaded) {
    expect(loaded.faults.length).toBeGreaterThan(0)
    for (const { message } of loaded.faults) expect(message).not.toMatch(/undefined|\[object|NaN/)
    return
  }
  const saved = saveDocument(loaded.document, registry)
  expect(loadDocument(saved, registry)).toEqual(loaded)
  inferGraph(loaded.document, registry)
}

const text = fc.constantFrom(...templates.map(template => template.text))
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    -1,
    0,
    2,
    1e300,
    '',
    'conv1',
    'output',
    'Conv2d',
    'encoder',
    '__proto__',
    true,
    [],
    {},
    [1, 2],
    { x: 1, y: 2 },
    [[[]]],
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** Every object and list in a value, with its keys. */
function placesIn(value: unknown): { readonly holder: Record<string, unknown>; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap(key => [{ holder, key }, ...placesIn(holder[key])])
}

test('a template with values exchanged, taken away or put in never throws', () => {
  const change = fc.tuple(fc.constantFrom('exchange', 'remove', 'add', 'copy'), fc.nat(), odd, fc.nat())
  fc.assert(
    fc.property(text, fc.array(change, { minLength: 1, maxLength: 4 }), (original, changes) => {
      const value: unknown = JSON.parse(original)
      for (const [kind, number, replacement, other] of changes) {
        const places = placesIn(value)
        const place = places[number % places.length]
        if (!place) continue
        const { holder, key } = place
        const from = places[other % places.length]!
        if (kind === 'exchange') holder[key] = structuredClone(replacement)
        else if (kind === 'add') holder.surplus = structuredClone(replacement)
        else if (kind === 'copy') holder[key] = structuredClone(from.holder[from.key])
        else if (Array.isArray(holder)) holder.splice(Number(key), 1)
        else delete holder[key]
      }
      expectAnswer(JSON.stringify(value))
    }),
    { numRuns: 1000 },
  )
})

test('a template with characters cut out, put in or exchanged never throws', () => {
  fc.assert(
    fc.property(
      text,
      fc.nat(),
      fc.nat(30),
      fc.string({ maxLength: 6, unit: 'binary' }),
      (original, at, cut, put) => {
        const start = at % original.length
        expectAnswer(original.slice(0, start) + put + original.slice(start + cut))
      },
    ),
    { numRuns: 500 },
  )
})

test('any text never throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), expectAnswer))
})
