import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { readSafetensors, readSafetensorsFile, writeSafetensors } from '../../src/formats/safetensors.ts'
import { scaleMetadata, scaleOf } from '../../src/formats/weightsMetadata.ts'
import { defaultTraining } from '../../src/graph/document.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { chain, input } from '../builders.ts'
import { folder, hourglass } from './hourglass.ts'

const here = folder()

const document = {
  ...chain(
    input(1, 28, 28),
    ['Conv2d', { outChannels: 2, kernelSize: 7, stride: 7 }],
    ['ConvTranspose2d', { outChannels: 1, kernelSize: 7, stride: 7 }],
  ),
  training: { ...defaultTraining, batchSize: 4, normalisation: 'standardise' as const },
}

test('the numbers of a standardisation travel with the weights, or are found in the run beside them', async () => {
  const [file, run] = [join(here, 'model.json'), join(here, 'run')]
  writeFileSync(file, saveDocument(document, registry))
  const small = ['--steps', '1', '--train-limit', '16', '--test-limit', '4', '--backend', 'cpu']
  const trained = await hourglass('train', file, ...small, '--save', run)
  expect([trained.code, trained.err]).toEqual([0, expect.any(String)])
  const weights = join(run, 'weights.safetensors')
  const { metadata } = readSafetensorsFile(readFileSync(weights))
  const scale = scaleOf(metadata)!
  expect(scale.mean[0]).toBeCloseTo(0.13, 1)

  const exported = async (name: string, from: string) => {
    const path = join(here, `${name}.ts`)
    const { code, err } = await hourglass(
      ...['export', file, '--to', 'typescript', '--weights', from, '-o', path],
    )
    expect(code).toBe(0)
    const written = scaleOf(readSafetensorsFile(readFileSync(path.replace('.ts', '.safetensors'))).metadata)
    return { err, text: readFileSync(path, 'utf8'), written }
  }
  const mean = `mean = ${Number(scale.mean[0]!.toPrecision(9))}`
  const byMetadata = await exported('metadata', weights)
  expect([byMetadata.err, byMetadata.written]).toEqual(['', scale])
  expect(byMetadata.text).toContain(mean)

  // As runs of earlier versions have it: the weights say nothing, and run.json beside them does.
  writeFileSync(weights, writeSafetensors(readSafetensors(readFileSync(weights))))
  const byRun = await exported('run', weights)
  expect([byRun.err, byRun.written]).toEqual(['', scale])
  expect(byRun.text).toContain(mean)

  rmSync(join(run, 'run.json'))
  const unknown = await exported('unknown', weights)
  expect(unknown.err).toContain(
    'are told neither by this file nor by a run.json beside it; the code says how they are computed.',
  )
  expect([unknown.text.includes(mean), unknown.written]).toEqual([false, undefined])
})

test('a network that sees pixels as they are gets no standardisation, whatever lies beside its weights', async () => {
  const place = join(here, 'plain')
  mkdirSync(place)
  const plain = join(place, 'plain.json')
  writeFileSync(plain, saveDocument({ ...document, training: defaultTraining }, registry))
  const weights = join(place, 'w.safetensors')
  const one = (...shape: number[]) => ({
    shape,
    values: new Float32Array(shape.reduce((a, b) => a * b, 1)),
  })
  const tensors = {
    'conv1.weight': one(2, 1, 7, 7),
    'conv1.bias': one(2),
    'deconv1.weight': one(2, 1, 7, 7),
    'deconv1.bias': one(1),
  }
  writeFileSync(weights, writeSafetensors(tensors, scaleMetadata({ mean: [0.5], deviation: [0.25] })))
  const path = join(place, 'plain.ts')
  const { code, err } = await hourglass(
    ...['export', plain, '--to', 'typescript', '--weights', weights, '-o', path],
  )
  expect([code, err]).toEqual([0, ''])
  expect(readFileSync(path, 'utf8')).not.toContain('mean = ')
})

test('weights do not go with a figure: it is said, and nothing is written', async () => {
  const path = join(here, 'ladder.svg')
  const { code, err } = await hourglass(
    ...['export', 'reference-autoencoder', '--to', 'svg', '--weights', 'w.safetensors', '-o', path],
  )
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('--weights goes with --to typescript: a svg file has no weights in it.'),
  ])
  expect(() => readFileSync(path)).toThrow('ENOENT')
})
