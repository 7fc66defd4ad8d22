import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { definitions, registry } from '../../nodes/index.ts'
import type { Example, NodeDefinition, Site } from '../../src/graph/definition.ts'
import { fillParams } from '../../src/graph/params.ts'
import { describeProblem } from '../../src/graph/problem.ts'

const root = join(import.meta.dirname, '../..')

const arrivalOf = (definition: NodeDefinition, example: Example) => ({
  params: fillParams(definition.params, example.params),
  inputs: example.inputs,
})

/** The examples that infer, as the later steps of a layer see them. */
const sitesOf = (definition: NodeDefinition): readonly Site[] =>
  definition.examples.flatMap(example =>
    'outputs' in example ? [{ ...arrivalOf(definition, example), outputs: example.outputs }] : [],
  )

/** Fails on anything that JSON would lose: undefined, functions, NaN. */
const expectPlain = (value: unknown) => expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value)

test('every file in nodes is in the list under its own name, and nothing else is', () => {
  const files = readdirSync(join(root, 'nodes')).filter(name => name.endsWith('.ts') && name !== 'index.ts')
  expect(definitions.map(definition => `${definition.type}.ts`).sort()).toEqual(files.sort())
  expect(registry.size).toBe(definitions.length)
  expect(definitions.every(definition => registry.get(definition.type) === definition)).toBe(true)
})

test('keys and the stems of names are not taken twice', () => {
  const keys = definitions.flatMap(definition => definition.key ?? [])
  const stems = definitions.map(definition => definition.stem)
  expect(new Set(keys).size).toBe(keys.length)
  expect(new Set(stems).size).toBe(stems.length)
})

describe.each(definitions.map(definition => [definition.type, definition] as const))(
  '%s',
  (_, definition) => {
    test('is documented: a sentence, a help for each parameter and port, examples', () => {
      expect(definition.docs).toMatch(/^[A-Z].{20,}\.$|^[A-Z].{20,}[.)]$/)
      for (const { help } of [
        ...Object.values(definition.params),
        ...definition.inputs,
        ...definition.outputs,
      ]) {
        expect(help).toMatch(/^['A-Z].{9,}\.$/)
      }
      expect(definition.examples.some(example => 'outputs' in example)).toBe(true)
      expect(definition.version).toBeGreaterThanOrEqual(1)
      expect(definition.stem).toMatch(/^[a-z]+$/)
    })

    test('has defaults that its own schema accepts, and parameters that JSON keeps', () => {
      for (const [name, param] of Object.entries(definition.params)) {
        expect(param.parse(param.default), name).toEqual({ value: param.default })
        expect(param.parse({}), name).toHaveProperty('expected')
        expect(param.parse(undefined), name).toHaveProperty('expected')
      }
      for (const given of [
        definition.start ?? {},
        ...definition.examples.map(example => example.params ?? {}),
      ]) {
        for (const [name, value] of Object.entries(given)) {
          expect(definition.params[name]?.parse(value), name).toEqual({ value })
        }
      }
      const params = fillParams(definition.params, undefined)
      expectPlain(params)
      expect(fillParams(definition.params, JSON.parse(JSON.stringify(params)))).toEqual(params)
    })

    test('infers its examples as they say', () => {
      for (const example of definition.examples) {
        const inferred = definition.infer(arrivalOf(definition, example))
        if ('outputs' in example) {
          expect(inferred).toEqual({ outputs: example.outputs })
          expect(example.outputs).toHaveLength(definition.outputs.length)
        } else {
          expect(inferred).toHaveProperty('problem')
          if ('problem' in inferred) expect(describeProblem(inferred.problem)).toContain(example.problem)
        }
      }
    })

    test('says what would fit: one of the fixes of each problem solves it', () => {
      for (const example of definition.examples) {
        const arrival = arrivalOf(definition, example)
        const inferred = definition.infer(arrival)
        if (!('problem' in inferred)) continue
        const { problem } = inferred
        expectPlain(problem)
        expect(problem.param === undefined ? problem.port : problem.param in definition.params).toBeTruthy()
        for (const fix of problem.fixes ?? []) {
          for (const [name, value] of Object.entries(fix.params)) {
            expect(definition.params[name]?.parse(value), `${name} ${value}`).toEqual({ value })
          }
        }
        const solves = (problem.fixes ?? []).map(
          fix =>
            !(
              'problem' in
              definition.infer({
                ...arrival,
                params: fillParams(definition.params, { ...example.params, ...fix.params }),
              })
            ),
        )
        if (solves.length > 0) expect(solves).toContain(true)
      }
    })

    test('lowers to plain layer calls whose weights are those that it declares', () => {
      for (const site of sitesOf(definition)) {
        const calls = definition.lower(site)
        expectPlain(calls)
        const specs = definition.weights?.(site) ?? {}
        const slots = calls.flatMap(call => call.weights ?? [])
        expect(slots.map(slot => slot.name).sort()).toEqual(Object.keys(specs).sort())
        for (const slot of slots) {
          const shape = slot.reshape ?? specs[slot.name]!.shape
          if (slot.permute) expect([...slot.permute].sort()).toEqual(shape.map((_, axis) => axis))
        }
        for (const spec of Object.values(specs)) {
          const bound = calls.find(call => call.weights)?.initBound
          if (spec.init.kind === 'uniform' && bound !== undefined) expect(bound).toBe(spec.init.bound)
        }
      }
    })

    test('is written in PyTorch', () => {
      for (const site of sitesOf(definition)) {
        const text = definition.pytorch(site)
        if ('module' in text) expectPlain([text.args, text.kwargs])
        else expect(text.expression(site.inputs.map((_, i) => `x${i}`))).toMatch(/\w/)
      }
    })

    test('ends its arithmetic with a side of its output', () => {
      for (const site of sitesOf(definition)) {
        const formula = definition.formula?.(site)
        if (!formula) continue
        const [output = []] = site.outputs
        const last = formula.steps.at(-1)
        if (definition.window?.(site)) expect(last).toBe(String(output[1]))
        else expect(output.map(String)).toContain(last)
      }
    })

    test('does not stumble over tensors of any rank', () => {
      const params = fillParams(definition.params, undefined)
      for (const shape of [[], [5], [3, 4], [2, 3, 4], [2, 3, 4, 5], [1, 2, 3, 4, 5]]) {
        const arrival = { params, inputs: definition.inputs.map(() => shape) }
        const inferred = definition.infer(arrival)
        expect('problem' in inferred || inferred.outputs.length === definition.outputs.length).toBe(true)
        definition.formula?.(arrival)
        definition.card?.(arrival)
        for (const { shape: sides } of Object.values(definition.weights?.(arrival) ?? {})) {
          expect(sides.every(side => Number.isInteger(side) && side >= 0)).toBe(true)
        }
      }
      definition.card?.({ params, inputs: [] })
    })

    test('names only layers that exist: factories of tf.layers, or our own classes', () => {
      const calls = sitesOf(definition).flatMap(site => definition.lower(site))
      const own = join(root, 'src/runtime/layers')
      for (const { layer } of calls) {
        const isOwn = /^[A-Z]/.test(layer)
        if (isOwn) expect(existsSync(join(own, `${layer}.ts`)), layer).toBe(true)
        else expect(factories).toMatch(new RegExp(`\\bfunction ${layer}\\(`))
      }
    })
  },
)

const factories = readFileSync(
  join(root, 'node_modules/@tensorflow/tfjs-layers/dist/exports_layers.d.ts'),
  'utf8',
)
