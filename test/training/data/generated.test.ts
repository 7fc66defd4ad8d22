import { describe, expect, test } from 'vitest'
import { defaultTraining } from '../../../src/graph/document.ts'
import { resizeFault, sourceFacts } from '../../../src/training/data/facts.ts'
import { drawGenerated, generate } from '../../../src/training/data/generate.ts'
import { generatedFacts } from '../../../src/training/data/generatedFacts.ts'
import { createResizer } from '../../../src/training/data/resize.ts'
import { loadDataset } from '../../../src/training/data/sources.ts'
import { splitImages } from '../../../src/training/data/split.ts'
import { channelScale, movedPixels } from '../../../src/training/data/treatment.ts'
import { striped } from '../digits.ts'

describe('generated sets', () => {
  test.each(['shapes', 'gratings'] as const)(
    '%s are the same for the same seed, and named by class',
    async name => {
      const [a, b, c] = await Promise.all(
        [3, 3, 4].map(seed => generate(name, [3, 20, 14], { images: 120, seed }, () => {})),
      )
      expect(a!.train.pixels).toEqual(b!.train.pixels)
      expect(a!.train.pixels).not.toEqual(c!.train.pixels)
      expect([a!.train.count, a!.test.count, a!.classes]).toEqual([
        100,
        20,
        generatedFacts(name).classes.length,
      ])
      expect(new Set(a!.train.labels).size).toBe(a!.classes)
    },
  )

  test('an image does not depend on how many there are', async () => {
    const many = await generate('shapes', [1, 9, 9], { images: 60, seed: 1 }, () => {})
    const one = new Uint8Array(81)
    expect(drawGenerated('shapes', [1, 9, 9], 1, 7, one, 0)).toBe(many.train.labels[7])
    expect(many.train.pixels.subarray(7 * 81, 8 * 81)).toEqual(one)
  })

  test('shapes have soft edges, a bright inside and a black ground', async () => {
    const { train } = await generate('shapes', [1, 32, 32], { images: 24, seed: 0 }, () => {})
    const { pixels, count } = train
    for (let i = 0; i < count; i++) {
      const image = pixels.subarray(i * 1024, (i + 1) * 1024)
      const most = Math.max(...image)
      expect(most).toBeGreaterThanOrEqual(114)
      const inside = image.filter(value => value === most).length
      const soft = image.filter(value => value > 0 && value < most).length
      expect(inside).toBeGreaterThan(15)
      expect(soft).toBeGreaterThan(8)
      expect(image.filter(value => value === 0).length).toBeGreaterThan(300)
    }
  })

  test('gratings change along their angle and not across it', () => {
    // Class 0 is 0° coarse, within 8°: neighbours in a column differ less than neighbours in a row.
    for (let index = 0; index < 40; index++) {
      const image = new Uint8Array(400)
      if (drawGenerated('gratings', [1, 20, 20], 5, index, image, 0) > 1) continue
      let [across, down] = [0, 0]
      for (let i = 0; i < 380; i++) {
        if (i % 20 < 19) across += Math.abs(image[i]! - image[i + 1]!)
        down += Math.abs(image[i]! - image[i + 20]!)
      }
      expect(across).toBeGreaterThan(2 * down)
    }
  })
})

describe('resizing', () => {
  const resized = (
    from: readonly [number, number, number],
    to: readonly [number, number, number],
    pixels: number[],
  ) => {
    const target = new Uint8Array(to[0] * to[1] * to[2])
    createResizer(from, to)(Uint8Array.from(pixels), 0, target, 0)
    return [...target]
  }

  test('averages areas, keeps what has the size already, and enlarges smoothly', () => {
    expect(resized([1, 2, 4], [1, 1, 2], [0, 100, 10, 20, 100, 200, 30, 40])).toEqual([100, 25])
    expect(resized([1, 2, 2], [1, 2, 2], [1, 2, 3, 4])).toEqual([1, 2, 3, 4])
    expect(resized([1, 1, 2], [1, 2, 4], [0, 200])).toEqual([0, 50, 150, 200, 0, 50, 150, 200])
    // Three pixels to two: one and a half each.
    expect(resized([1, 3, 3], [1, 2, 2], Array(9).fill(90))).toEqual([90, 90, 90, 90])
    expect(resized([1, 1, 6], [1, 1, 1], [9, 9, 30, 30, 9, 9])).toEqual([30])
  })

  test('crops in the middle, and turns RGB into grey and back', () => {
    expect(resized([1, 2, 4], [1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])).toEqual([2, 3, 6, 7])
    expect(resized([3, 1, 1], [1, 1, 1], [255, 0, 0])).toEqual([76])
    expect(resized([1, 1, 1], [3, 1, 1], [9])).toEqual([9, 9, 9])
    expect(resizeFault([3, 4, 4], [2, 4, 4])).toBe('images of 3 channels cannot become ones of 2')
  })
})

describe('preparation', () => {
  test('splits by a seed, keeping each image with its label', () => {
    const { train: images } = striped(40, 0)
    const { train, test: kept } = splitImages(images, 0.25, 7)
    expect([train.count, kept.count]).toEqual([30, 10])
    for (let i = 0; i < kept.count; i++) {
      expect(kept.pixels[i * 36 + kept.labels[i]! * 6]).toBeGreaterThanOrEqual(200)
    }
    expect(splitImages(images, 0.25, 8).test.labels).not.toEqual(kept.labels)
    expect(splitImages(images, 0, 7).test.count).toBe(0)
  })

  test('moves and mirrors by seed and step, with black where nothing was', () => {
    const base = { shift: 1, flip: false, noise: 0, seed: 3 }
    const moved = movedPixels(base, 5, 50, 3, 3)
    expect(moved).toEqual(movedPixels(base, 5, 50, 3, 3))
    expect(moved).not.toEqual(movedPixels(base, 6, 50, 3, 3))
    const offsets = new Set<number>()
    for (let image = 0; image < 50; image++) {
      const middle = moved[image * 9 + 4]! - image * 9
      offsets.add(middle)
      const corner = moved[image * 9]!
      // Moved down or right by one, the upper left corner is black.
      expect(corner === 450).toBe(middle < 3 || middle % 3 === 0)
    }
    expect(offsets.size).toBe(9)
    const flipped = movedPixels({ ...base, shift: 0, flip: true }, 1, 40, 1, 2)
    const mirrored = Array.from({ length: 40 }, (_, i) => flipped[2 * i]! === 2 * i + 1)
    expect(new Set(mirrored).size).toBe(2)
  })

  test('measures each channel', () => {
    const images = { count: 1, pixels: Uint8Array.of(0, 7, 255, 7), labels: new Uint8Array(1) }
    const { mean, deviation } = channelScale(images, 2)
    expect(mean).toEqual([0.5, expect.closeTo(7 / 255, 12)])
    expect(deviation).toEqual([0.5, 1])
  })
})

describe('the data of a document', () => {
  const own = {
    name: 'Stars',
    shape: [1, 6, 6] as const,
    classes: ['a'],
    trainCount: 40,
    testCount: 0,
    from: 'x.npz',
  }
  const environment = {
    mnist: async () => striped(20, 10),
    own: async (name: string) =>
      name === 'Stars' ? { ...own, ...striped(40, 0), name, classes: ['a'] } : undefined,
  }
  const load = (settings: object, input = [1, 6, 6]) =>
    loadDataset({ ...defaultTraining, ...settings }, input, environment, () => {})

  test('is what the settings say, at the size of the Input', async () => {
    expect(await load({})).toMatchObject({ shape: [1, 6, 6], treatment: {} })
    expect((await load({ resize: true }, [3, 4, 4])).shape).toEqual([3, 4, 4])
    expect((await load({ dataset: 'shapes', images: 12 }, [2, 5, 7])).shape).toEqual([2, 5, 7])
    const split = await load({ dataset: 'own:Stars', testShare: 0.5, normalisation: '-1..1', flip: true })
    expect([split.train.count, split.test.count]).toEqual([20, 20])
    expect(split.treatment).toEqual({
      scale: { mean: [0.5], deviation: [0.5] },
      augmentation: { shift: 0, flip: true, noise: 0, seed: 0 },
    })
    await expect(load({ dataset: 'own:Moons' })).rejects.toThrow(
      'This browser does not have the data “Moons”',
    )
  })

  test('is known before it is loaded', () => {
    const facts = (settings: object, input: readonly number[]) =>
      sourceFacts({ ...defaultTraining, ...settings }, input, name => (name === 'Stars' ? own : undefined))
    expect(facts({}, [1, 28, 28])).toMatchObject({ name: 'MNIST', trainCount: 60_000 })
    expect(facts({ resize: true }, [3, 32, 32])).toMatchObject({
      shape: [3, 32, 32],
      resizedFrom: [1, 28, 28],
    })
    expect(facts({ dataset: 'own:Stars' }, [1, 28, 28])).toMatchObject({
      shape: [1, 6, 6],
      trainCount: 36,
      testCount: 4,
    })
    expect(facts({ dataset: 'own:Moons' }, [1, 6, 6])).toHaveProperty('fault')
    expect(facts({ dataset: 'shapes' }, [784])).toEqual({
      fault: 'The Input of 784 takes no images, which Shapes are: give it channels, height and width.',
    })
    expect(facts({ resize: true }, [2, 28, 28])).toEqual({
      fault: 'MNIST cannot be resized to 2×28×28: images of 1 channels cannot become ones of 2.',
    })
  })
})
