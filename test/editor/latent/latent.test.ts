import { describe, expect, test } from 'vitest'
import { createLatest } from '../../../src/editor/latent/latest.ts'
import { modelTitle } from '../../../src/editor/latent/modelTitle.ts'
import { fromShare, gridCodes, panned, toShare, zoomed } from '../../../src/editor/latent/planeGeometry.ts'
import { amongWords, sampleSize } from '../../../src/editor/latent/sampleSize.ts'
import { pathFormula, placeOf, stopsAt, stripAt, stripLength } from '../../../src/editor/latent/strip.ts'
import { codesOf } from '../../../src/training/latent/codes.ts'
import { coordinatePlane } from '../../../src/training/latent/plane.ts'
import { chain, input, planOf } from '../../builders.ts'

describe('the formula of a path', () => {
  test('has the letters of what is moved: α between two images, t along a polygon', () => {
    expect(pathFormula(2, false)).toBe('g((1 − α) f(x) + α f(x′))')
    expect(pathFormula(2, true)).toBe('g(slerp(f(x), f(x′), α))')
    expect(pathFormula(5, false)).toBe('g((1 − t) f(xᵢ) + t f(xᵢ₊₁))')
    expect(pathFormula(5, true)).toBe('g(slerp(f(xᵢ), f(xᵢ₊₁), t))')
  })
})

describe('work on the latest input', () => {
  test('is one at a time, and leaves out what was overtaken', async () => {
    const ends: (() => void)[] = []
    const [begun, done]: [number[], number[]] = [[], []]
    const ask = createLatest(
      (input: number) => {
        begun.push(input)
        return new Promise<number>(resolve => ends.push(() => resolve(10 * input)))
      },
      output => done.push(output),
      () => {},
    )
    for (const input of [1, 2, 3, 4]) ask(input)
    expect(begun).toEqual([1])
    ends[0]!()
    await expect.poll(() => begun).toEqual([1, 4])
    ends[1]!()
    await expect.poll(() => done).toEqual([10, 40])
    ask(5)
    expect(begun).toEqual([1, 4, 5])
  })

  test('goes on after a failure', async () => {
    const [done, failed]: [number[], unknown[]] = [[], []]
    const ask = createLatest(
      async (input: number) => {
        if (input === 1) throw new Error('no')
        return input
      },
      output => done.push(output),
      error => failed.push(error),
    )
    ask(1)
    ask(2)
    await expect.poll(() => done).toEqual([2])
    expect(failed).toHaveLength(1)
  })
})

describe('the strip', () => {
  const corners = codesOf([
    [0, 10],
    [1, 20],
  ])

  test('shows α itself at the place nearest to it, and even steps elsewhere', () => {
    expect(placeOf(0.43)).toBe(4)
    expect(stopsAt(0.43)[4]).toBe(0.43)
    const strip = stripAt(corners, 0.43, { form: 'straight' })
    expect(strip.count).toBe(stripLength)
    expect([...strip.values].filter((_, i) => i % 2 === 0).map(value => Number(value.toFixed(3)))).toEqual([
      0, 0.1, 0.2, 0.3, 0.43, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
    ])
  })

  test('begins and ends at the corners', () => {
    for (const alpha of [0, 1]) {
      const { values } = stripAt(corners, alpha, { form: 'spherical' })
      expect([values[0], values[1]]).toEqual([0, 10])
      expect([values[20], values[21]]).toEqual([1, 20])
    }
  })
})

describe('the shown part of the plane', () => {
  const range = [-2, 2, 0, 8] as const

  test('has y upwards, and finds every point again', () => {
    expect(toShare(range, -2, 8)).toEqual([0, 0])
    expect(toShare(range, 2, 0)).toEqual([1, 1])
    expect(fromShare(range, ...toShare(range, 0.5, 3))).toEqual([0.5, 3])
  })

  test('keeps the point under the pointer in its place when it is zoomed, and takes it along when it is moved', () => {
    const [x, y] = fromShare(range, 0.25, 0.75)
    const near = zoomed(range, 0.5, 0.25, 0.75)
    expect(toShare(near, x, y)).toEqual([0.25, 0.75])
    expect(near[1] - near[0]).toBe(2)
    expect(toShare(panned(range, 0.1, -0.2), x, y)[0]).toBeCloseTo(0.35)
    expect(toShare(panned(range, 0.1, -0.2), x, y)[1]).toBeCloseTo(0.55)
  })

  test('is covered by codes in the middle of each cell, from the upper left', () => {
    const plane = coordinatePlane(codesOf([[0, 5, 7]]), 0, 1)
    const codes = gridCodes(plane, range, 2)
    expect(codes.count).toBe(4)
    expect([...codes.values]).toEqual([-1, 6, 7, 1, 6, 7, -1, 2, 7, 1, 2, 7])
  })
})

describe('how many images are encoded at first', () => {
  const plan = planOf(
    chain(
      input(1, 28, 28),
      ['Conv2d', { outChannels: 32, kernelSize: 5 }, { group: 'encoder' }],
      ['ConvTranspose2d', { outChannels: 1, kernelSize: 5 }, { group: 'decoder' }],
    ),
  )

  test('is fewer on slower devices, and never too few to say something', () => {
    const sizes = ['webgpu', 'wasm', 'cpu'].map(backend => sampleSize(plan, backend))
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    expect(sizes[0]).toBe(10_000)
    expect(sizes[2]).toBe(500)
  })

  test('is said', () => {
    expect(amongWords(2000, 10_000, 'test digit')).toBe('2,000 of 10,000 test digits')
    expect(amongWords(500, 500, 'image')).toBe('all 500 images')
  })
})

describe('the title of a model', () => {
  const facts = { stepsPerEpoch: 100, lossName: 'MSE' } as never
  const progress = { epoch: 4, loss: 0.02, stepsPerSecond: 1, secondsLeft: 0 }

  test('says the run, how far it is, and its last test error', () => {
    const seen = {
      trained: undefined,
      opened: undefined,
      facts,
      progress: { ...progress, step: 400 },
      evaluations: [{ step: 400, epoch: 4, testLoss: 0.0182 }],
    }
    expect(modelTitle(seen, 'Run 3')).toBe('Run 3, after epoch 4, test MSE 0.0182')
    expect(modelTitle({ ...seen, progress: { ...progress, step: 1450 } }, 'Run 3')).toBe(
      'Run 3, at step 1,450, test MSE 0.0182 at step 400',
    )
    expect(modelTitle({ ...seen, progress: undefined }, 'Run 3')).toBe('Run 3, before the first step')
  })

  test('says the file that its weights are from, until it is trained', () => {
    const document = chain(input(1, 6, 6), ['Conv2d', { outChannels: 2 }])
    const trained = { ...document, name: 'Small' }
    const opened = { name: 'w.safetensors', document: trained, plan: planOf(document), weights: {} }
    const seen = { trained, opened, facts: undefined, progress: undefined, evaluations: [] }
    expect(modelTitle(seen)).toBe('Small with w.safetensors')
  })
})
