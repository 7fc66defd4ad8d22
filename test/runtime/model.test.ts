import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { backendNames } from '../../src/runtime/backendReport.ts'
import { buildLayer, buildModel } from '../../src/runtime/model.ts'
import { unsupported } from '../../src/runtime/unsupported.ts'
import { getWeights, initialWeights, setWeights } from '../../src/runtime/weights.ts'
import { chain, graph, input, node, planOf } from '../builders.ts'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const plan = planOf(
  chain(
    input(2, 9, 8),
    ['Conv2d', { outChannels: 4, kernelSize: 3, padding: 1, stride: 2 }],
    ['ReLU'],
    ['Conv2d', { outChannels: 6, kernelSize: 2, groups: 2, dilation: 2 }],
  ),
)

describe('a model', () => {
  test('has the names, the order and the sizes of its plan, images channels last', () => {
    const model = buildModel(plan)
    expect(model.inputNames).toEqual(plan.inputs.map(({ name }) => name))
    expect(model.layers.slice(1).map(layer => layer.name)).toEqual([
      'conv1ZeroPadding2d',
      'conv1',
      'relu1',
      'conv2',
    ])
    expect(model.outputs[0]!.shape).toEqual([null, 3, 2, 6])
  })

  test('saves and loads as tfjs does it, with the same numbers', async () => {
    const model = buildModel(plan)
    setWeights(model, plan, initialWeights(plan, 0))
    let saved: tf.io.ModelArtifacts | undefined
    await model.save(
      tf.io.withSaveHandler(async artifacts => {
        saved = artifacts
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } }
      }),
    )
    const modelTopology = JSON.parse(JSON.stringify(saved!.modelTopology))
    const loaded = await tf.loadLayersModel(tf.io.fromMemory({ ...saved!, modelTopology }))
    const x = tf.randomUniform([2, 9, 8, 2])
    expect(await (loaded.predict(x) as tf.Tensor).array()).toEqual(
      await (model.predict(x) as tf.Tensor).array(),
    )
    expect(await getWeights(loaded, plan)).toEqual(initialWeights(plan, 0))
  })

  test('takes every Input of the document, also one that leads nowhere, and yields every end', async () => {
    const branches = graph(
      [
        node('image', 'Input', { shape: [1, 4, 4] }),
        node('other', 'Input', { shape: [3] }),
        node('relu1', 'ReLU'),
        node('flatten1', 'Flatten'),
      ],
      [
        ['image', 'relu1'],
        ['relu1', 'flatten1'],
      ],
    )
    const model = buildModel(planOf(branches))
    const outputs = model.predict([tf.ones([2, 4, 4, 1]), tf.ones([2, 3])]) as tf.Tensor
    expect(model.inputs.length).toBe(2)
    expect(outputs.shape).toEqual([2, 16])
  })

  test('gives a tensor twice to one layer, as a block around an Identity does, and later to another', async () => {
    const block = graph(
      [
        node('image', 'Input', { shape: [1, 4, 4] }),
        node('relu1', 'ReLU'),
        node('identity1', 'Identity'),
        node('sum', 'Add'),
        node('scaled', 'Multiply'),
      ],
      [
        ['image', 'relu1'],
        ['relu1', 'identity1'],
        ['relu1', 'sum'],
        ['identity1', 'sum'],
        ['sum', 'scaled'],
        ['relu1', 'scaled'],
      ],
    )
    const found = buildModel(planOf(block)).predict(tf.fill([2, 4, 4, 1], 3)) as tf.Tensor
    expect([...(await found.data())]).toEqual(new Array(32).fill(18))
  })

  test('is made of the layers in the table alone', () => {
    for (const layer of ['constructor', '__proto__', 'input', 'toString']) {
      expect(() => buildLayer({ name: 'x', call: { layer, config: {} } })).toThrow(`asks for ${layer}`)
    }
  })
})

describe('weights', () => {
  test('are the same for the same seed, and others for another', () => {
    expect(initialWeights(plan, 1)).toEqual(initialWeights(plan, 1))
    expect(initialWeights(plan, 1)).not.toEqual(initialWeights(plan, 2))
  })

  test('start as fixed values of the seed, on every platform', () => {
    expect([...initialWeights(plan, 0)['conv1.weight']!.values.slice(0, 3)]).toEqual([
      -0.13899613916873932, -0.07946707308292389, 0.17636124789714813,
    ])
  })

  test('fill the range that torch draws them from', () => {
    const { values } = initialWeights(
      planOf(chain(input(4, 8, 8), ['Conv2d', { outChannels: 64, kernelSize: 5 }])),
      3,
    )['conv1.weight']!
    const bound = 1 / Math.sqrt(4 * 25)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(bound)
    expect(Math.abs(mean)).toBeLessThan(0.02 * bound)
    expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 1)
  })

  test('come back as they were put in', async () => {
    const model = buildModel(plan)
    const weights = initialWeights(plan, 7)
    setWeights(model, plan, weights)
    const back = await getWeights(model, plan)
    expect(back).toEqual(weights)
    expect(Object.keys(back)).toEqual(['conv1.weight', 'conv1.bias', 'conv2.weight', 'conv2.bias'])
  })

  test('are refused with every fault at once, and the model stays as it was', async () => {
    const model = buildModel(plan)
    setWeights(model, plan, initialWeights(plan, 0))
    const { 'conv1.bias': bias, 'conv2.bias': _, ...rest } = initialWeights(plan, 1)
    const wrong = { ...rest, 'conv1.bias': { shape: [2, 2], values: bias!.values }, extra: bias! }
    expect(() => setWeights(model, plan, wrong)).toThrow(
      'The weight conv1.bias must be 4, not 2×2.\nThe weight conv2.bias (6) is missing.\nThe weight extra belongs to no layer.',
    )
    expect(await getWeights(model, plan)).toEqual(initialWeights(plan, 0))
  })

  test('leave no tensor behind', async () => {
    const model = buildModel(plan)
    const before = tf.memory().numTensors
    setWeights(model, plan, initialWeights(plan, 0))
    await getWeights(model, plan)
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('training on a GPU', () => {
  const deep = (sides: number[]) =>
    planOf(
      chain(
        input(sides.reduce((a, b) => a * b)),
        ['Unflatten', { unflattenedSize: sides }],
        ['ReLU'],
        ['Flatten'],
      ),
    )

  test('is possible for all of our layers', () => {
    for (const backend of backendNames) expect(unsupported(plan, backend)).toBeUndefined()
    expect(unsupported(deep([2, 2, 2, 2, 2]), 'webgpu')).toBeUndefined()
  })

  test('is refused for tensors of more axes than its shaders have, by the node and with what would do', () => {
    expect(unsupported(deep([2, 2, 2, 2, 2, 2]), 'webgl')).toBe(
      'unflatten1 yields a tensor of 7 axes with the batch, and WebGL takes 6 at most: train with WebAssembly or JavaScript.',
    )
  })
})
