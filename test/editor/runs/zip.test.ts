import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { registry } from '../../../nodes/index.ts'
import { canResume, freeRunName, type RunData, type RunSummary } from '../../../src/editor/runs/runRecord.ts'
import { unzipRun, zipRun } from '../../../src/editor/runs/runZip.ts'
import { saveDocument } from '../../../src/graph/save.ts'
import { chain, input, planOf } from '../../builders.ts'

const document = chain(input(1, 6, 6), ['Conv2d', { outChannels: 2, kernelSize: 3 }])
const weights = Object.fromEntries(
  planOf(document).weights.map(({ name, shape }) => [
    name,
    { shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(0.25) },
  ]),
)
const run: RunSummary = {
  id: 'a',
  name: 'Wide, "seed 1"',
  document: saveDocument(document, registry),
  network: document.name,
  parameters: 20,
  status: 'running',
  notes: ['WebGPU failed: lost.'],
  facts: {
    backend: 'wasm',
    reason: 'because no GPU was found',
    stepper: 'tfjs autodiff',
    lossName: 'MSE',
    totalSteps: 12,
    stepsPerEpoch: 3,
    trainImages: 20,
    testImages: 12,
  },
  step: 4,
  seconds: 2.5,
  startedAt: 1000,
  savedAt: 2000,
  evaluations: [{ step: 3, epoch: 1, testLoss: 0.25, testMse: 0.25 }],
  best: { step: 3, loss: 0.25 },
}
const data: RunData = {
  weights,
  optimizer: { step: Float32Array.of(4), 'exp_avg.0.bias': Float32Array.of(0.5, -0.5) },
  losses: Float32Array.of(0.4, Number.NaN, 0.2, 0.1),
}

describe('a run as a zip', () => {
  test('comes back as it went, under another id, and as nobody trains it', async () => {
    const back = await unzipRun(await zipRun(run, data))
    expect(back.run).toEqual({ ...run, id: back.run.id, status: 'stopped' })
    expect(back.run.id).not.toBe(run.id)
    expect(back.data).toEqual(data)
  })

  test('goes on where it was told to end before the epochs of its settings', async () => {
    const whole = { ...document, training: { ...document.training, epochs: 4 } }
    const text = saveDocument(whole, registry)
    const { facts } = run
    const cut = { ...run, document: text, status: 'done' as const, facts: { ...facts, totalSteps: 4 } }
    const { run: back } = await unzipRun(await zipRun(cut, data))
    expect(back).toMatchObject({ status: 'stopped', step: 4, facts: { totalSteps: 12 } })
    expect(canResume(back)).toBe(true)
    expect(back.notes.at(-1)).toBe('It was told to end at step 4; the 4 epochs of its settings are 12 steps.')
    // It was done before its last step: it had stopped learning.
    const early = await unzipRun(await zipRun({ ...cut, facts: { ...facts, totalSteps: 9 } }, data))
    expect(early.run).toMatchObject({ status: 'done', facts: { totalSteps: 9 } })
  })

  test('may be packed anew with its folder around it', async () => {
    const files = unzipSync(await zipRun(run, data))
    const moved = Object.fromEntries(Object.entries(files).map(([name, file]) => [`run/${name}`, file]))
    expect((await unzipRun(zipSync(moved))).data.weights).toEqual(weights)
  })

  test('gets a name that no other run has', () => {
    const runs = [{ name: 'Run 2' }, { name: 'Run 2 (2)' }]
    expect(freeRunName('Run 2', runs)).toBe('Run 2 (3)')
    expect(freeRunName('Run 3', runs)).toBe('Run 3')
  })

  test('is refused with the file at fault, what was expected and what came', async () => {
    const files = unzipSync(await zipRun(run, data))
    const refused = async (change: Readonly<Record<string, Uint8Array | undefined>>) => {
      const changed = Object.entries({ ...files, ...change }).filter(([, file]) => file !== undefined)
      return unzipRun(zipSync(Object.fromEntries(changed) as Record<string, Uint8Array>)).then(
        () => 'taken',
        (error: Error) => error.message,
      )
    }
    const state = JSON.parse(new TextDecoder().decode(files['run.json'])) as Record<string, unknown>
    const withState = (more: object) => ({ 'run.json': strToU8(JSON.stringify({ ...state, ...more })) })
    expect(await refused({ 'weights.safetensors': undefined })).toBe(
      'weights.safetensors is missing; it holds model.json, optimizer.safetensors, run.json, curves.csv.',
    )
    expect(await refused({ 'weights.safetensors': strToU8('no') })).toContain(
      'weights.safetensors: This is not a safetensors file',
    )
    expect(await refused(withState({ step: 5 }))).toBe(
      'optimizer.safetensors: it is of step 4, the run of step 5.',
    )
    expect(await refused(withState({ facts: undefined }))).toBe(
      'run.json tells no curve and no tests: the command line goes on with it by --resume.',
    )
    expect(await refused(withState({ data: 'own.npz' }))).toContain('it was trained on own.npz')
    expect(await refused(withState({ seconds: 'long' }))).toContain('run.json: seconds')
    expect(await refused(withState({ format: 'other' }))).toContain('this is not the state of a run')
    expect(await refused({ 'curves.csv': strToU8('step,loss\n1,0.1\n3,0.2\n') })).toBe(
      'curves.csv: curves.csv, line 3: step 2 was expected; got "3".',
    )
    const wider = chain(input(1, 6, 6), ['Conv2d', { outChannels: 3, kernelSize: 3 }])
    expect(await refused({ 'model.json': strToU8(saveDocument(wider, registry)) })).toContain(
      'of 3×1×3×3 is expected; got 2×1×3×3',
    )
    const notZip = unzipRun(strToU8('PK, but no archive')).catch((error: Error) => error.message)
    expect(await notZip).toContain('not a zip archive')
  })
})
