/** The page over a worker that is put in: what is left when it crashes, and how the run goes on. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { OpenRequest, TrainingReport, TrainingRequest } from '../../../src/training/protocol.ts'
import { chain, input } from '../../builders.ts'

/** A worker that keeps what it is told, and says what the test wants. */
class FakeWorker extends EventTarget {
  static all: FakeWorker[] = []
  readonly heard: (OpenRequest | TrainingRequest)[] = []
  isTerminated = false
  constructor() {
    super()
    FakeWorker.all.push(this)
  }
  postMessage(request: OpenRequest | TrainingRequest): void {
    this.heard.push(request)
  }
  terminate(): void {
    this.isTerminated = true
  }
  say(report: TrainingReport): void {
    this.dispatchEvent(new MessageEvent('message', { data: report }))
  }
}

beforeAll(() => {
  vi.stubGlobal('Worker', FakeWorker)
  vi.stubGlobal('document', { baseURI: 'http://localhost/' })
})
afterAll(() => vi.unstubAllGlobals())

test('a worker that crashes loses the steps since its last checkpoint, and a new one goes on from there', async () => {
  const { useEditor } = await import('../../../src/editor/store/editorStore.ts')
  const { useTraining } = await import('../../../src/editor/store/trainingStore.ts')
  const { trainedModel } = await import('../../../src/editor/store/trainedModel.ts')
  const document = chain(
    input(1, 28, 28),
    ['Conv2d', { outChannels: 2, kernelSize: 7, stride: 7 }],
    ['ConvTranspose2d', { outChannels: 1, kernelSize: 7, stride: 7 }],
  )
  useEditor.getState().open(document)
  expect(trainedModel()).toBeUndefined()
  useTraining.getState().train()
  const [first] = FakeWorker.all
  first!.say({
    type: 'started',
    backend: 'wasm',
    reason: 'WebAssembly',
    stepper: 'tfjs autodiff',
    lossName: 'MSE',
    totalSteps: 20,
    stepsPerEpoch: 10,
    trainImages: 100,
    testImages: 10,
  })
  const progress = (step: number, losses: readonly number[]): TrainingReport => ({
    type: 'progress',
    step,
    epoch: 1,
    losses,
    stepsPerSecond: 1,
    secondsLeft: 1,
  })
  const weights = { w: { shape: [1], values: Float32Array.of(0.5) } }
  const optimizer = { step: Float32Array.of(2) }
  first!.say(progress(2, [0.5, 0.4]))
  const before = trainedModel()!
  first!.say({ type: 'checkpoint', step: 2, seconds: 1, weights, optimizer })
  expect(trainedModel()!.version).toBeGreaterThan(before.version)
  expect(trainedModel()).toBe(trainedModel())
  first!.say(progress(4, [0.3, 0.2]))
  first!.dispatchEvent(new Event('error', { cancelable: true }))

  expect(first!.isTerminated).toBe(true)
  const { status, getWeights, runId } = useTraining.getState()
  expect(status).toEqual({
    kind: 'failed',
    message: 'The training worker ended. Resume goes on from step 2.',
  })
  expect(await getWeights()).toBe(weights)

  useTraining.getState().goOn()
  const [, second] = FakeWorker.all
  expect(second!.heard.at(-1)).toMatchObject({
    type: 'train',
    backend: 'wasm',
    from: { step: 2, seconds: 1, weights, optimizer },
  })
  expect([...useTraining.getState().curve.losses]).toEqual([0.5, 0.4])
  expect(useTraining.getState().runId).toBe(runId)
  second!.say(progress(3, [0.35]))
  expect([...useTraining.getState().curve.steps]).toEqual([1, 2, 3])
})
