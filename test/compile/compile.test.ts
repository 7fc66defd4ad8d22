import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { chain, input } from '../builders.ts'

describe('a document cannot be compiled', () => {
  test('where a tensor has no values, and the first node that yields such a one is named', () => {
    const document = chain(input(2, 6, 5), ['AdaptiveAvgPool2d', { outputSize: [3, 0] }], ['ReLU'])
    expect(compile(inferGraph(document, registry))).toEqual({
      problems: [
        {
          node: 'adaptive1',
          message:
            'adaptive1 (AdaptiveAvgPool2d): It yields 2×3×0, which has no values: every side must be at least 1.',
        },
      ],
    })
  })

  test('where a crop leaves nothing', () => {
    const document = chain(input(1, 4, 4), ['ZeroPad2d', { padding: -2 }], ['ReLU'])
    expect(compile(inferGraph(document, registry))).toMatchObject({
      problems: [{ node: 'zeropad1', message: expect.stringContaining('It yields 1×0×0') }],
    })
  })
})

test('an end that changes nothing is a layer all the same, so that it can be an output', () => {
  const compiled = compile(inferGraph(chain(input(1, 4, 4), ['ZeroPad2d', { padding: 0 }]), registry))
  expect('plan' in compiled && compiled.plan.steps).toMatchObject([
    { name: 'zeropad1', call: { layer: 'activation', config: { activation: 'linear' } } },
  ])
  const between = chain(input(1, 4, 4), ['ZeroPad2d', { padding: 0 }], ['ReLU'])
  const shorter = compile(inferGraph(between, registry))
  expect('plan' in shorter && shorter.plan.steps.map(({ name }) => name)).toEqual(['relu1'])
})
