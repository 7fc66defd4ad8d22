import { describe, expect, test } from 'vitest'
import { unpack } from '../../../src/training/data/gzip.ts'
import { parseIdx } from '../../../src/training/data/idx.ts'
import { limitDataset, readMnist } from '../../../src/training/datasets.ts'
import { idx } from '../digits.ts'

describe('IDX files', () => {
  test('yield the sizes of their axes and their bytes', () => {
    const { sizes, values } = parseIdx(idx([2, 1, 3], [1, 2, 3, 4, 5, 255]), 3, 'images')
    expect(sizes).toEqual([2, 1, 3])
    expect([...values]).toEqual([1, 2, 3, 4, 5, 255])
  })

  test('are read where they lie within a larger buffer', () => {
    const bytes = Uint8Array.of(9, 9, 9, ...idx([2], [7, 8]))
    expect([...parseIdx(bytes.subarray(3), 1, 'labels').values]).toEqual([7, 8])
  })

  test.each([
    [
      'ends within its header',
      Uint8Array.of(0, 0, 8),
      'images ends within its header: 16 bytes are needed, it has 3',
    ],
    [
      'is a page',
      new TextEncoder().encode('<!doctype html><html>'),
      'must start with 0x00000803, it starts with 0x3c21646f',
    ],
    [
      'has another number of axes',
      idx([12], Array(12).fill(0)),
      'with 3 axes: it must start with 0x00000803, it starts with 0x00000801',
    ],
    [
      'is cut short',
      idx([2, 2, 2], [1, 2, 3]),
      'images is cut short: 2×2×2 needs 8 bytes behind the header, it has 3',
    ],
    ['has more than it says', idx([1, 1, 1], [1, 2]), 'images is longer than it says'],
    ['says a size beyond all bounds', idx([4294967295, 4294967295, 2], [1]), 'images is cut short'],
  ])('refuse a file that %s', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 3, 'images')).toThrow(message)
  })
})

describe('MNIST', () => {
  const images = (count: number) => idx([count, 28, 28], Array(count * 784).fill(1))
  const files = {
    trainImages: images(3),
    trainLabels: idx([3], [1, 2, 3]),
    testImages: images(2),
    testLabels: idx([2], [4, 5]),
  }

  test('is assembled from its four files', () => {
    const { shape, train, test: tests } = readMnist(files)
    expect(shape).toEqual([1, 28, 28])
    expect([train.count, tests.count, [...train.labels]]).toEqual([3, 2, [1, 2, 3]])
  })

  test('is refused with another number of labels, or images of another size', () => {
    expect(() => readMnist({ ...files, testLabels: idx([1], [0]) })).toThrow(
      't10k-labels-idx1-ubyte has 1 labels for 2 images of t10k-images-idx3-ubyte',
    )
    expect(() => readMnist({ ...files, trainImages: idx([1, 2, 2], [0, 0, 0, 0]) })).toThrow(
      'images of 2×2; MNIST has 28×28',
    )
  })

  test('is limited to its first images', () => {
    const limited = limitDataset(readMnist(files), { trainLimit: 2, testLimit: 50 })
    expect([limited.train.count, limited.train.pixels.length, limited.test.count]).toEqual([2, 1568, 2])
  })
})

describe('a file that may be compressed', () => {
  const text = new TextEncoder().encode('digits')

  test('is unpacked where it starts as gzip does, and passed on where it does not', async () => {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
    const packed = new Uint8Array(await new Response(stream).arrayBuffer())
    expect(await unpack(packed)).toEqual(text)
    expect(await unpack(text)).toEqual(text)
    await expect(unpack(packed.slice(0, -6))).rejects.toThrow()
  })
})
