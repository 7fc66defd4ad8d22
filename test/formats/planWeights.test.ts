import { describe, expect, test } from 'vitest'
import type { Weights } from '../../src/compile/weights.ts'
import { matchWeights, notFiniteNotes } from '../../src/formats/planWeights.ts'
import { scaleMetadata, scaleOf } from '../../src/formats/weightsMetadata.ts'
import { chain, input, planOf } from '../builders.ts'

const plan = planOf(chain(input(1, 4, 4), ['Conv2d', { outChannels: 2, kernelSize: 3 }], ['BatchNorm2d', {}]))
const tensor = (...shape: number[]) => ({
  shape,
  values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.5),
})
const whole: Weights = Object.fromEntries(plan.weights.map(({ name, shape }) => [name, tensor(...shape)]))
const behind = (start: string, weights: Weights): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, each]) => [start + name, each]))
const without = (name: string): Weights =>
  Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name))

describe('tensors as the weights of a network', () => {
  test('fit under their own names, and behind those of wrappers, which is said', () => {
    expect(matchWeights(plan, whole)).toEqual({ weights: whole, faults: [], notes: [], isForeign: false })
    expect(matchWeights(plan, behind('module.', whole))).toEqual({
      weights: whole,
      faults: [],
      notes: ['Its names all begin with module.; they are taken without it.'],
      isForeign: false,
    })
  })

  test('may lack counters of batches, which start at 0', () => {
    const counter = 'batchnorm1.num_batches_tracked'
    const { weights, faults } = matchWeights(plan, without(counter))
    expect(faults).toEqual([])
    expect(weights[counter]).toEqual({ shape: [], values: Float32Array.of(0) })
  })

  test('that are missing, of another shape or too many are all named', () => {
    const { faults, isForeign } = matchWeights(plan, {
      ...without('conv1.bias'),
      'conv1.weight': tensor(3, 1, 3, 3),
      'conv9.bias': tensor(1),
    })
    expect(faults).toEqual([
      'The weight conv1.weight must be 2×1×3×3, not 3×1×3×3.',
      'The weight conv1.bias (2) is missing.',
      'The weight conv9.bias belongs to no layer.',
    ])
    expect(isForeign).toBe(false)
  })

  test('of another network altogether are told from those of one that was changed', () => {
    expect(matchWeights(plan, { 'features.3.weight': tensor(2, 2), 'head.bias': tensor(1) }).isForeign).toBe(
      true,
    )
  })

  test('that torch computes from others come with the call that helps', () => {
    const { faults } = matchWeights(plan, { ...without('conv1.weight'), 'conv1.weight_g': tensor(2) })
    expect(faults.at(-1)).toContain('torch.nn.utils.remove_weight_norm')
  })

  test('with values that are not finite are named', () => {
    const values = Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY)
    expect(notFiniteNotes({ ...whole, 'conv1.bias': { shape: [3], values } })).toEqual([
      '2 of 3 values of conv1.bias are not finite.',
    ])
  })
})

test('a standardisation comes back from metadata as it went; what is none is none', () => {
  const scale = { mean: [0.1307, 0.2], deviation: [0.3081, 1] }
  expect(scaleOf({ format: 'pt', ...scaleMetadata(scale) })).toEqual(scale)
  expect(scaleOf(undefined)).toBeUndefined()
  expect(scaleOf({ format: 'pt' })).toBeUndefined()
  const [key] = Object.keys(scaleMetadata(scale)) as [string]
  for (const wrong of [
    'no JSON',
    'null',
    '{}',
    '{"mean":[1],"deviation":[0]}',
    '{"mean":[1],"deviation":[1,2]}',
    '{"mean":[null],"deviation":[1]}',
    '{"mean":[],"deviation":[]}',
  ]) {
    expect([wrong, scaleOf({ [key]: wrong })]).toEqual([wrong, undefined])
  }
})
