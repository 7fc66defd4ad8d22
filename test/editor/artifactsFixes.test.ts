import { describe, expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { analyzeOverlap } from '../../src/analyze/overlap.ts'
import { reasonOf } from '../../src/analyze/reason.ts'
import { isRisk } from '../../src/analyze/risk.ts'
import { analyze } from '../../src/editor/artifacts/analyze.ts'
import { cividisHex, inkOn } from '../../src/editor/artifacts/cividis.ts'
import { fixesOf } from '../../src/editor/artifacts/fixes.ts'
import {
  countsOf,
  fateOf,
  formatTimes,
  noFixWords,
  riskTitle,
  tapsSentence,
  timesWords,
  waysSentence,
  windowWords,
} from '../../src/editor/artifacts/words.ts'
import type { GraphDocument } from '../../src/graph/document.ts'
import { loadDocument } from '../../src/graph/load.ts'
import { inferenceOf, inferGraph } from '../../src/infer/inference.ts'
import { templateNamed } from '../../templates/index.ts'
import { chain, input } from '../builders.ts'

const loaded = loadDocument(templateNamed('reference-autoencoder')!.text, registry)
const reference = inferGraph((loaded as { document: GraphDocument }).document, registry)
const layerIn = (inference: typeof reference, id: string) =>
  analyzeOverlap(inference).layers.find(layer => layer.id === id)!

describe('fixes of deconv2', () => {
  const { now, fixes, leftOut } = fixesOf(reference, registry, { id: 'deconv2', kind: 'forward' })!

  test('start from what is there: unevenness 1.33, 9,248 parameters', () => {
    expect(now.unevenness).toBeCloseTo(4 / 3, 9)
    expect(now.parameters).toBe(9248)
    expect([now.map.height, now.map.width]).toEqual([9, 9])
  })

  test('keep the size, and know what they cost', () => {
    expect(leftOut).toEqual(['Conv2d and PixelShuffle in its place is left out: it gives 8 or 10, not 9.'])
    const [kernel, resize, added] = fixes
    expect(kernel).toMatchObject({
      label: 'Kernel 4, a multiple of stride 2',
      after: { unevenness: 0, parameters: 9248 + 7168 },
      whole: 0,
    })
    expect(resize!.replacement.ids.length).toBe(2)
    expect(resize!.after.unevenness).toBe(0)
    expect(added!.after.parameters).toBeGreaterThan(9248)
    for (const { after } of fixes) expect([after.map.height, after.map.width]).toEqual([9, 9])
  })
})

test('a gradient is fixed in the encoder', () => {
  const [fix] = fixesOf(reference, registry, { id: 'conv4', kind: 'gradient' })!.fixes
  expect(fix).toMatchObject({ after: { unevenness: 0 }, replacement: { ids: ['conv4'] } })
})

test('where nothing fits, what was tried is said, and where nothing is offered, that', () => {
  const pooled = inferGraph(
    chain(input(1, 9, 9), ['MaxPool2d', { kernelSize: 3, stride: 2 }, { id: 'pool1' }]),
    registry,
  )
  expect(fixesOf(pooled, registry, { id: 'pool1', kind: 'gradient' })!.fixes).toEqual([])
  expect(noFixWords(inferenceOf(pooled, 'pool1'))).toMatch(/^No fix is offered for MaxPool2d;/)
  expect(noFixWords(inferenceOf(reference, 'conv4'))).toContain('its dilation and dilation 1')
})

test('strides that differ leave PixelShuffle out, and say so', () => {
  const params = { outChannels: 2, kernelSize: [3, 5], stride: [2, 3], padding: 1, outputPadding: [1, 2] }
  const inference = inferGraph(
    chain(input(4, 7, 9), ['ConvTranspose2d', params, { id: 'deconv1' }]),
    registry,
  )
  const { fixes, leftOut } = fixesOf(inference, registry, { id: 'deconv1', kind: 'forward' })!
  expect(fixes.map(({ label }) => label)).toEqual([
    'Kernel 4×6, a multiple of stride 2×3',
    'Upsample and Conv2d in its place',
    "Conv2d with kernel 2×3 and padding 'same' behind it",
  ])
  expect(leftOut).toEqual([
    'Conv2d and PixelShuffle in its place is left out: it enlarges both axes by one factor, and the stride is 2×3.',
  ])
})

describe('words', () => {
  test('of a risk say how often, why, and what becomes of it', () => {
    const { report, evened } = analyze(reference)
    const deconv2 = layerIn(reference, 'deconv2')
    expect(isRisk(deconv2)).toBe(true)
    expect(riskTitle(deconv2)).toBe('Paints unevenly: 1 to 4 times')
    expect(reasonOf(reference, 'deconv2')).toBe('kernel 3 is not a multiple of stride 2')
    expect(fateOf(deconv2, report, evened.get('deconv2'))).toBe(
      'deconv3 evens it out, so the whole decoder is even.',
    )
    const conv4 = layerIn(reference, 'conv4')
    expect(riskTitle(conv4)).toBe('Its gradient is uneven: 1 to 4 times')
    expect(fateOf(conv4, report, evened.get('conv4'))).toBe(
      "conv3 evens it out, so the encoder's whole gradient is even.",
    )
  })

  test('name the axis at fault, gaps and shared factors', () => {
    const of = (params: object) =>
      reasonOf(inferGraph(chain(input(1, 9, 9), ['ConvTranspose2d', { ...params }]), registry), 'deconv1')
    expect(of({ kernelSize: [3, 4], stride: 2 })).toBe('for height, kernel 3 is not a multiple of stride 2')
    expect(of({ kernelSize: 2, stride: 3 })).toBe('kernel 2 is below stride 3 and leaves gaps')
    expect(of({ kernelSize: 4, stride: 2, dilation: 2 })).toMatch(/^stride 2 and dilation 2 share a factor/)
  })

  test('of unevenness that stays', () => {
    const alone = inferGraph(chain(input(1, 4, 4), ['ConvTranspose2d', { stride: 2 }]), registry)
    const { report } = analyze(alone)
    expect(fateOf(report.layers[0]!, report, undefined)).toBe(
      'No layer evens it out: the whole decoder has 1.33.',
    )
  })

  test('of counts', () => {
    expect(windowWords({ kernelSize: [2, 3], stride: null })).toEqual({ kernel: '2×3', stride: '2×3' })
    expect(windowWords({ outFeatures: 8 })).toEqual({})
    expect(timesWords([4, 1, 2, 1])).toBe('1, 2 or 4 times')
    expect(timesWords([1])).toBe('once')
    expect(timesWords([1, 2, 3, 4, 6, 9])).toBe('1 to 9 times')
    expect(countsOf([0.3, 0.1 + 0.2], 5).listed).toEqual([0.3])
    expect(countsOf([3, 1, 2], 2)).toEqual({ listed: undefined, least: 1, most: 3 })
    expect(formatTimes(2.25)).toBe('2.25')
    expect(formatTimes(65536)).toBe('65,536')
    expect(
      tapsSentence('row', [
        { at: 3, tap: 2 },
        { at: 4, tap: 0 },
      ]),
    ).toBe('rows 3, 4 by taps 2, 0')
    expect(tapsSentence('column', [{ at: 0, tap: 0 }])).toBe('column 0 by tap 0')
    expect(waysSentence('row', [0, 2, 1])).toBe('rows 1 to 2 in 3 ways')
    expect(waysSentence('column', [0, 1])).toBe('column 1 in one way')
  })
})

test('colours of counts go from dark blue to yellow, with ink that reads on them', () => {
  expect([cividisHex(0), cividisHex(1)]).toEqual(['#00204d', '#ffea46'])
  expect([inkOn(0), inkOn(1)]).toEqual(['#ffffff', '#000000'])
})
