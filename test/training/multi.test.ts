import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { formatShape } from '../../src/graph/shape.ts'
import { codeOf, outputIndices } from '../../src/infer/code.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { buildModel } from '../../src/runtime/model.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { objectiveOf } from '../../src/training/objective.ts'
import { trainingFault } from '../../src/training/requirements.ts'
import { createTfjsStepper } from '../../src/training/tfjsStepper.ts'
import { chain, graph, input, node, planOf } from '../builders.ts'
import { striped } from './digits.ts'

beforeAll(() => tf.setBackend('cpu'))

const data = striped(24, 12)
const image = node('image', 'Input', { shape: [1, 6, 6] })
const down = node('down', 'Conv2d', { outChannels: 6, kernelSize: 3, stride: 3 })
const up = node('up', 'ConvTranspose2d', { outChannels: 1, kernelSize: 3, stride: 3 })
const classes = [node('flat', 'Flatten'), node('scores', 'Linear', { outFeatures: 6 })]
const pictureWires = [
  ['image', 'down'],
  ['down', 'up'],
] as const
const classWires = [
  ['down', 'flat'],
  ['flat', 'scores'],
  ['scores', 'entropy'],
  ['image/label', 'entropy/target'],
] as const

/** One encoder with two heads: the image again, and the row of its stripe as a class. */
const twoHeads = graph(
  [image, down, up, node('mse', 'MSELoss'), ...classes, node('entropy', 'CrossEntropyLoss')],
  [...pictureWires, ['up', 'mse'], ['image', 'mse/target'], ...classWires],
)
const classifier = graph(
  [image, down, ...classes, node('entropy', 'CrossEntropyLoss')],
  [['image', 'down'], ...classWires],
)

const faultOf = (document: GraphDocument) => trainingFault(planOf(document), data)

const indices = (step: number) => Int32Array.from({ length: 8 }, (_, i) => (8 * step + i) % 24)

async function trained(document: GraphDocument, steps: number) {
  const plan = planOf(document)
  const stepper = createTfjsStepper(plan, initialWeights(plan, 1), data, { learningRate: 0.02 })
  for (let step = 0; step < steps; step++) stepper.step(indices(step))
  return { plan, stepper, losses: await stepper.losses() }
}

describe('the plan of a model with losses', () => {
  test('names what each loss measures and against what, and holds the network only', () => {
    const plan = planOf(twoHeads)
    expect(plan.losses).toEqual([
      {
        node: 'mse',
        type: 'MSELoss',
        params: { reduction: 'mean' },
        input: 'up',
        shape: [1, 6, 6],
        target: 'image',
      },
      {
        node: 'entropy',
        type: 'CrossEntropyLoss',
        params: { reduction: 'mean', labelSmoothing: 0, ignoreIndex: -100 },
        input: 'scores',
        shape: [6],
        target: { input: 'image', port: 'label' },
      },
    ])
    expect(plan.nodes.map(each => each.id)).toEqual(['down', 'up', 'flat', 'scores'])
    expect(plan.outputs.map(output => output.name)).toEqual(['up', 'scores'])
    expect(plan.inputs.map(each => each.name)).toEqual(['image'])
    const model = buildModel(plan)
    expect(model.outputs.map(output => output.shape)).toEqual([
      [null, 6, 6, 1],
      [null, 6],
    ])
    model.dispose()
  })

  test('goes through JSON unchanged', () => {
    const plan = planOf(twoHeads)
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  test('has a loss as no output and no way past the code', () => {
    const inGroup = (group: string, id: string) => ({
      ...twoHeads.nodes.find(each => each.id === id)!,
      group,
    })
    const nodes = [image, inGroup('encoder', 'down'), inGroup('decoder', 'up'), node('mse', 'MSELoss')]
    const document = graph(nodes, [...pictureWires, ['up', 'mse'], ['image', 'mse/target']])
    const inference = inferGraph(document, registry)
    expect(document.nodes[codeOf(inference)!]!.id).toBe('down')
    expect(outputIndices(inference).map(i => document.nodes[i]!.id)).toEqual(['up'])
  })

  test('keeps as an output what a loss measures and another layer takes', () => {
    const document = graph(
      [image, down, up, node('mse', 'MSELoss'), node('last', 'Sigmoid')],
      [...pictureWires, ['up', 'mse'], ['image', 'mse/target'], ['up', 'last']],
    )
    expect(planOf(document).outputs.map(output => output.name)).toEqual(['up', 'last'])
  })
})

describe('training with losses', () => {
  test('several losses add up, and each evaluation is a mean over the images', async () => {
    const { stepper, plan } = await trained(twoHeads, 0)
    const only = async (type: string) => {
      const part = { ...plan, losses: plan.losses.filter(loss => loss.type === type) }
      const single = createTfjsStepper(part, initialWeights(plan, 1), data, { learningRate: 0.02 })
      const { loss } = await single.evaluate('train', 0, 24)
      single.dispose()
      return loss
    }
    const [mse, entropy] = [await only('MSELoss'), await only('CrossEntropyLoss')]
    expect((await stepper.evaluate('train', 0, 24)).loss).toBeCloseTo(mse + entropy, 5)
    stepper.step(Int32Array.from({ length: 24 }, (_, i) => i))
    expect((await stepper.losses())[0]).toBeCloseTo(mse + entropy, 5)
    stepper.dispose()
  })

  test('a loss that compares a tensor with itself is refused by its name', () => {
    const document = graph(
      [image, down, up, node('mse', 'MSELoss')],
      [...pictureWires, ['up', 'mse'], ['up', 'mse/target']],
    )
    expect(faultOf(document)).toBe('mse compares up with itself, which is always 0: give it another target.')
  })

  test('losses and gradients of many add up two by two: a WebGPU kernel takes no more than seven tensors', async () => {
    const many = Array.from({ length: 12 }, (_, i) => node(`loss${i}`, i % 2 === 0 ? 'MSELoss' : 'L1Loss'))
    const wires = many.flatMap(({ id }) => [['up', id] as const, ['image', `${id}/target`] as const])
    const { stepper } = await trained(graph([image, down, up, ...many], [...pictureWires, ...wires]), 0)
    const { kernels } = await tf.profile(() => {
      stepper.step(indices(0))
      return tf.scalar(0)
    })
    // Joining tensors is done in parts by the backend itself.
    const wide = kernels.filter(({ name, inputShapes }) => name !== 'Concat' && inputShapes.length > 7)
    expect(wide.map(({ name, inputShapes }) => [name, inputShapes.length])).toEqual([])
    stepper.dispose()
  })

  test('a network learns the probabilities that another one gives', async () => {
    const document = graph(
      [
        image,
        ...classes,
        node('teacher', 'Linear', { outFeatures: 6 }),
        node('chances', 'Softmax', { dim: 1 }),
        node('entropy', 'CrossEntropyLoss', { labelSmoothing: 0.1 }),
      ],
      [
        ['image', 'flat'],
        ['flat', 'scores'],
        ['flat', 'teacher'],
        ['teacher', 'chances'],
        ['scores', 'entropy'],
        ['chances', 'entropy/target'],
      ],
    )
    expect(faultOf(document)).toBeUndefined()
    const { plan, stepper, losses } = await trained(document, 40)
    expect(plan.losses[0]).toMatchObject({ input: 'scores', shape: [6], target: 'chances' })
    expect(stepper.objective.scores).toBeUndefined()
    expect(losses.at(-1)!).toBeLessThan(losses[0]! * 0.8)
    stepper.dispose()
  })

  test('images with the label that is ignored count in no mean', async () => {
    const lossOf = async (ignoreIndex: number) => {
      const document = {
        ...classifier,
        nodes: classifier.nodes.map(each =>
          each.id === 'entropy' ? { ...each, params: { ignoreIndex } } : each,
        ),
      }
      const { stepper } = await trained(document, 0)
      stepper.step(Int32Array.from([0, 1, 2, 3]))
      const [loss] = await stepper.losses()
      stepper.dispose()
      return loss!
    }
    const labels = data.train.labels.slice(0, 4)
    const parts = await Promise.all([lossOf(-100), lossOf(labels[0]!)])
    const { stepper } = await trained(classifier, 0)
    const counted = [0, 1, 2, 3].filter(i => labels[i] !== labels[0])
    expect(counted.length).toBeGreaterThan(0)
    stepper.step(Int32Array.from(counted))
    expect(parts[1]).toBeCloseTo((await stepper.losses())[0]!, 5)
    expect(Math.abs(parts[0] - parts[1])).toBeGreaterThan(1e-4)
    stepper.dispose()
  })

  test('a classifier learns the labels and says how many it finds', async () => {
    const { stepper, losses } = await trained(classifier, 60)
    expect(losses[0]!).toBeGreaterThan(1)
    expect(losses.at(-1)!).toBeLessThan(0.1)
    expect(await stepper.evaluate('test', 0, 12)).toMatchObject({ accuracy: 1 })
    const pixels = Float32Array.from(data.test.pixels, byte => byte / 255)
    const { classes: found, pictures } = await stepper.look(pixels, 12)
    expect([...found!]).toEqual([...data.test.labels])
    expect(pictures).toBeUndefined()
    stepper.dispose()
  })

  test('two heads learn together; pictures and classes can be looked at', async () => {
    const { stepper, losses, plan } = await trained(twoHeads, 60)
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 3)
    const { classes: found, pictures } = await stepper.look(new Float32Array(2 * 36), 2)
    expect([found!.length, pictures!.length]).toEqual([2, 72])
    expect(objectiveOf(plan, [1, 6, 6])).toMatchObject({ name: 'loss', isMse: false, scores: 'scores' })
    stepper.dispose()
  })

  test('layers that lead to no loss keep their weights', async () => {
    const document = graph([...classifier.nodes, up], [...classifier.edges.map(wireOf), ['down', 'up']])
    const { stepper, plan } = await trained(document, 3)
    const before = initialWeights(plan, 1)
    const after = await stepper.weights()
    expect(after['up.weight']).toEqual(before['up.weight'])
    expect(after['down.weight']).not.toEqual(before['down.weight'])
    stepper.dispose()
  })

  test('a target may be computed: the image made small is what the encoder must yield', async () => {
    const document = graph(
      [
        image,
        node('small', 'Conv2d', { outChannels: 1, kernelSize: 3, stride: 3 }),
        node('same', 'Sigmoid'),
        node('l1', 'L1Loss'),
        node('other', 'Conv2d', { outChannels: 1, kernelSize: 3, stride: 3 }),
      ],
      [
        ['image', 'small'],
        ['small', 'same'],
        ['same', 'l1/target'],
        ['image', 'other'],
        ['other', 'l1/input'],
      ],
    )
    const { stepper, losses, plan } = await trained(document, 40)
    expect(plan.outputs.map(output => output.name)).toEqual(['other', 'same'])
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 3)
    expect(objectiveOf(plan, [1, 6, 6])).toMatchObject({ name: 'L1', isMse: false })
    stepper.dispose()
  })

  test('no tensor is left behind', async () => {
    const before = tf.memory().numTensors
    const { stepper } = await trained(twoHeads, 2)
    await stepper.evaluate('test', 0, 7)
    await stepper.look(new Float32Array(36), 1)
    stepper.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('what cannot be trained is said', () => {
  test('sizes that differ', () => {
    const document = graph(
      [image, down, node('mse', 'MSELoss')],
      [
        ['image', 'down'],
        ['down', 'mse'],
        ['image', 'mse/target'],
      ],
    )
    const result = inferGraph(document, registry).nodes[2]!
    expect(result).toMatchObject({
      state: 'problem',
      problem: { what: 'The sizes of input 6×2×2 and target 1×6×6 differ', port: 'target' },
    })
  })

  test('several outputs without a loss', () => {
    const document = graph([image, down, up, ...classes], [...pictureWires, ...classWires.slice(0, 2)])
    expect(faultOf(document)).toBe(
      'Training compares one output with the image; this network has 2: up, scores. Give those that shall learn a loss, or delete them.',
    )
  })

  test('fewer scores than classes', () => {
    expect(faultOf(classifier)).toBeUndefined()
    expect(trainingFault(planOf(classifier), { ...data, classes: 10 })).toBe(
      'entropy takes 6 scores, and the labels name 10 classes: the layer before it must yield 10.',
    )
  })

  test('a loss that no weights lead to', () => {
    const document = graph(
      [image, node('flat', 'Sigmoid'), node('mse', 'MSELoss'), down],
      [
        ['image', 'flat'],
        ['flat', 'mse'],
        ['image', 'mse/target'],
        ['image', 'down'],
      ],
    )
    expect(faultOf(document)).toBe('There is nothing to train: no layer with weights leads to mse.')
  })

  test('a chain as before needs no loss', () => {
    expect(
      faultOf(chain(input(1, 6, 6), ['Conv2d', { outChannels: 1, kernelSize: 3, padding: 1 }])),
    ).toBeUndefined()
    expect(formatShape([])).toBe('scalar')
  })
})

const wireOf = (edge: GraphDocument['edges'][number]) =>
  [`${edge.source}/${edge.sourceHandle}`, `${edge.target}/${edge.targetHandle}`] as const
