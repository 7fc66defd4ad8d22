import { beforeEach, describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { answerWeights, findWeights } from '../../src/editor/importing/weightsFile.ts'
import { startOf } from '../../src/editor/store/startWeights.ts'
import { trainedModel } from '../../src/editor/store/trainedModel.ts'
import { type OpenedWeights, useTraining } from '../../src/editor/store/trainingStore.ts'
import { readSafetensorsFile, writeSafetensors } from '../../src/formats/safetensors.ts'
import { scaleMetadata } from '../../src/formats/weightsMetadata.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { chain, input, planOf } from '../builders.ts'

const small = (outChannels: number) => chain(input(1, 4, 4), ['Conv2d', { outChannels, kernelSize: 3 }])
const document = small(2)
const plan = planOf(document)
const weights = initialWeights(plan, 3)
const scale = { mean: [0.1307], deviation: [0.3081] }
const tensor = (...shape: number[]) => ({
  shape,
  values: new Float32Array(shape.reduce((a, b) => a * b, 1)),
})

describe('the weights of a network in a file', () => {
  test('are found with the scale of pixels that the file tells', () => {
    const file = writeSafetensors(weights, { format: 'pt', ...scaleMetadata(scale) })
    expect(findWeights(file, plan)).toEqual({ weights, notes: [], scale })
    expect(findWeights(writeSafetensors(weights), plan)).toEqual({ weights, notes: [] })
  })

  test('that are of another size come with what is expected, what came and what would fit', () => {
    const wide = writeSafetensors(initialWeights(planOf(small(3)), 0))
    expect(findWeights(wide, plan)).toEqual({
      faults: [
        'The weight conv1.weight must be 2×1×3×3, not 3×1×3×3.',
        'The weight conv1.bias must be 2, not 3.',
      ],
      remedy: expect.stringContaining('They fit a network with the names and sizes of the file'),
    })
  })

  test('of another network are told in one sentence', () => {
    const names = ['a.weight', 'a.bias', 'b.weight', 'b.bias', 'c.weight']
    const file = writeSafetensors(Object.fromEntries(names.map(name => [name, tensor(1)])))
    expect(findWeights(file, plan)).toEqual({
      faults: [
        'Not one of its names is one of the network on the canvas: it holds a.weight, a.bias, b.weight and 2 more; the network has conv1.weight, conv1.bias.',
      ],
      remedy: expect.stringContaining('Paste the text of its print(model)'),
    })
    const bare = planOf(chain(input(1, 4, 4), ['ReLU', {}]))
    expect(findWeights(file, bare)).toMatchObject({
      faults: ['It holds a.weight, a.bias, b.weight and 2 more; no layer on the canvas has weights.'],
    })
  })

  test('are refused with the reason where it is no such file, or an empty one', () => {
    const zip = new TextEncoder().encode('PK\u0003\u0004 and so on')
    expect(findWeights(zip, plan)).toEqual({
      faults: [expect.stringContaining('a zip, as torch.save writes')],
    })
    expect(findWeights(writeSafetensors({}), plan)).toEqual({ faults: ['There is no tensor in it.'] })
  })

  test('are read and written by the same worker; a file that cannot be read is said', async () => {
    const metadata = { format: 'pt' }
    const written = await answerWeights({ type: 'write', weights, metadata })
    if (written.type !== 'written') throw new Error(written.type)
    expect(readSafetensorsFile(written.bytes)).toEqual({ tensors: weights, metadata })
    const read = await answerWeights({ type: 'read', file: new Blob([written.bytes]), expected: plan })
    expect(read).toEqual({ type: 'read', found: { weights, notes: [] } })
    const gone = { arrayBuffer: () => Promise.reject(new Error('gone')) } as unknown as Blob
    expect(await answerWeights({ type: 'read', file: gone, expected: plan })).toEqual({
      type: 'failed',
      message: 'The file could not be read.',
    })
  })
})

describe('a network with the weights of a file', () => {
  const opened: OpenedWeights = { name: 'w.safetensors', document, plan, weights, scale }
  const { open, letGo } = useTraining.getState()
  beforeEach(() => open(opened))

  test('counts as trained', async () => {
    expect(trainedModel()).toMatchObject({ document, plan })
    expect(await trainedModel()?.getWeights()).toBe(weights)
    const { status, runId, progress, hasWeights } = useTraining.getState()
    expect([status.kind, runId, progress, hasWeights]).toEqual(['idle', undefined, undefined, true])
  })

  test('is newer than what was there before', () => {
    const { version } = useTraining.getState()
    open({ ...opened, weights: initialWeights(plan, 4) })
    expect(useTraining.getState().version).toBeGreaterThan(version)
  })

  test('is let go of as if it had never been opened', () => {
    letGo()
    const { opened: left, trained, hasWeights } = useTraining.getState()
    expect([left, trained, hasWeights, trainedModel()]).toEqual([undefined, undefined, false, undefined])
  })

  test('is what training starts from, as long as the network takes these weights', () => {
    const startWith = (outChannels: number) => startOf(opened, inferGraph(small(outChannels), registry))
    expect(startWith(2)).toEqual({ opened, misfit: undefined })
    expect(startWith(3)?.misfit).toBe('The weight conv1.weight must be 3×1×3×3, not 2×1×3×3.')
    expect(startOf(undefined, inferGraph(document, registry))).toBeUndefined()
  })
})
