import { beforeAll, describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { decoderAlone } from '../../src/analyze/decoderAlone.ts'
import { meanSpectrum, patternEnergy } from '../../src/analyze/spectrum.ts'
import { runCommand, startHistory, undo } from '../../src/commands/history.ts'
import { setEqualStart } from '../../src/commands/index.ts'
import { fixesOf } from '../../src/editor/artifacts/fixes.ts'
import { printTypeScript } from '../../src/formats/typescript.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { saveDocument } from '../../src/graph/save.ts'
import { inferGraph } from '../../src/infer/inference.ts'
import { startBackend } from '../../src/runtime/backends.ts'
import { predict } from '../../src/runtime/predict.ts'
import { initialWeights } from '../../src/runtime/weights.ts'
import { chain, input, planOf } from '../builders.ts'

const shuffled = chain(
  input(2, 8, 8),
  ['Conv2d', { outChannels: 12, kernelSize: 3, padding: 1 }],
  ['PixelShuffle', { upscaleFactor: 2 }],
)

function withEqualStart(document: GraphDocument, count: number | undefined): GraphDocument {
  const command = setEqualStart(document, 'conv1', count)
  return 'refused' in command ? document : runCommand(startHistory(document), command, 0).document
}

const equal = withEqualStart(shuffled, 4)

beforeAll(async () => {
  await startBackend('cpu')
})

describe('an equal start', () => {
  test('repeats each draw for so many neighbouring channels, weight and bias alike', () => {
    const { 'conv1.weight': weight, 'conv1.bias': bias } = initialWeights(planOf(equal), 5)
    const row = 2 * 3 * 3
    const kernel = (channel: number) => [...weight!.values.subarray(channel * row, (channel + 1) * row)]
    expect(kernel(1)).toEqual(kernel(0))
    expect(kernel(3)).toEqual(kernel(0))
    expect(kernel(4)).not.toEqual(kernel(0))
    expect([...bias!.values.subarray(4, 8)]).toEqual(Array(4).fill(bias!.values[4]))
    expect(bias!.values[3]).not.toBe(bias!.values[4])
  })

  test('changes nothing for others, and nothing where the channels do not fall into such groups', () => {
    expect(initialWeights(planOf(withEqualStart(equal, undefined)), 5)).toEqual(
      initialWeights(planOf(shuffled), 5),
    )
    expect(initialWeights(planOf(withEqualStart(shuffled, 5)), 5)).toEqual(
      initialWeights(planOf(shuffled), 5),
    )
  })

  test('lets fresh weights paint a constant evenly, which they do not without it', async () => {
    const energyOf = async (document: GraphDocument) => {
      const plan = planOf(decoderAlone(inferGraph(document, registry), [16, 16])!.document)
      const ones = { shape: [1, 2, 16, 16], values: new Float32Array(2 * 256).fill(1) }
      const [painted] = await predict(plan, initialWeights(plan, 1), [ones])
      const pictures = { count: 3, height: 32, width: 32, values: painted!.values }
      return patternEnergy(meanSpectrum(pictures, [2, 2]), [2, 2])!.decibels
    }
    expect(await energyOf(shuffled)).toBeGreaterThan(30)
    expect(Math.abs(await energyOf(equal))).toBeLessThan(1)
  })

  test('is kept in the file, is checked there, and can be undone', () => {
    const loaded = loadDocument(saveDocument(equal, registry), registry)
    expect(loaded).toMatchObject({ document: { nodes: [{}, { equalStart: 4 }, {}] } })
    const broken = loadDocument(
      saveDocument(equal, registry).replace('"equalStart": 4', '"equalStart": 0'),
      registry,
    )
    expect(JSON.stringify(broken)).toContain('at least 2')
    const history = runCommand(startHistory(shuffled), setEqualStart(shuffled, 'conv1', 4) as never, 0)
    expect(undo(history).document).toEqual(shuffled)
  })

  test('is printed as code, and only where it is asked for', () => {
    expect(printTypeScript(planOf(equal)).text).toContain('equalGroups(18, 4)')
    expect(printTypeScript(planOf(shuffled)).text).not.toContain('equalGroups')
  })
})

describe('PixelShuffle as a fix', () => {
  const fixes = (side: number, params: object) =>
    fixesOf(
      inferGraph(chain(input(3, side, side), ['ConvTranspose2d', { outChannels: 5, ...params }]), registry),
      registry,
      { id: 'deconv1', kind: 'forward' },
    )!

  test('keeps the size by kernel and padding, and paints evenly', () => {
    for (const [side, params] of [
      [4, { kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 }],
      [9, { kernelSize: 5, stride: 2, outputPadding: 1 }],
      [5, { kernelSize: 4, stride: 3, padding: 1, outputPadding: 1 }],
    ] as const) {
      const found = fixes(side, params).fixes.find(fix => fix.label.includes('PixelShuffle'))
      expect(found?.after.unevenness).toBe(0)
      const [conv, shuffle] = found!.replacement.ids
      expect([conv, shuffle]).toEqual(['conv1', 'shuffle1'])
    }
  })

  test('is left out with a reason where the size is no multiple of the stride', () => {
    expect(fixes(4, { kernelSize: 3, stride: 2 }).leftOut).toEqual([
      'Conv2d and PixelShuffle in its place is left out: it gives 8 or 10, not 9.',
    ])
  })
})
