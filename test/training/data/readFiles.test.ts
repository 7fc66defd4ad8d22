import { describe, expect, test } from 'vitest'
import { type ReadResult, readFiles } from '../../../src/training/data/readFiles.ts'
import { idx } from '../digits.ts'
import { gzip, npy, npyBytes, npyFloats, npz, text, zip } from './files.ts'

/** Pictures of the test are a byte for the width, one for the height, then RGB. */
const decode = async (bytes: Uint8Array, path: string) => {
  const [width = 0, height = 0] = bytes
  if (bytes.length !== 2 + 3 * width * height) throw new Error(`${path} cannot be decoded.`)
  return { width, height, pixels: bytes.subarray(2) }
}
const picture = (value: number): Uint8Array => Uint8Array.of(2, 2, ...Array(12).fill(value))

const read = (files: Readonly<Record<string, Uint8Array>>): Promise<ReadResult> =>
  readFiles(
    Object.entries(files).map(([path, bytes]) => ({
      path,
      size: bytes.length,
      read: async () => new Uint8Array(bytes),
    })),
    { shape: [1, 2, 2], decode, onProgress: () => {} },
  )

describe('dropped files', () => {
  test('four IDX files, packed or not, are images and labels of two parts', async () => {
    const { found, errors } = await read({
      'train-images-idx3-ubyte.gz': gzip(idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])),
      'train-labels-idx1-ubyte': idx([2], [9, 3]),
      't10k-images-idx3-ubyte': idx([1, 2, 2], [9, 9, 9, 9]),
      't10k-labels-idx1-ubyte.gz': gzip(idx([1], [3])),
    })
    expect(errors).toEqual([])
    expect(found!.data).toMatchObject({ shape: [1, 2, 2], classes: ['3', '9'], trainCount: 2, testCount: 1 })
    expect([...found!.data.train.labels]).toEqual([1, 0])
    expect([...found!.data.test.pixels]).toEqual([9, 9, 9, 9])
  })

  test('an .npz has keys as Keras and MedMNIST name them', async () => {
    const images = (count: number) => npyBytes([count, 2, 2], Array(4 * count).fill(7))
    const keras = await read({
      'mnist.npz': npz({
        x_train: images(3),
        y_train: npyBytes([3], [0, 1, 2]),
        x_test: images(1),
        y_test: npyBytes([1], [2]),
      }),
    })
    expect(keras.found!.data).toMatchObject({
      name: 'mnist',
      trainCount: 3,
      testCount: 1,
      classes: ['0', '1', '2'],
    })
    const med = await read({
      'blood.npz': npz({
        train_images: npyBytes([1, 2, 2, 3], Array(12).fill(1)),
        train_labels: npyBytes([1, 1], [4]),
        val_images: npyBytes([2, 2, 2, 3], Array(24).fill(1)),
        val_labels: npyBytes([2, 1], [4, 5]),
        test_images: npyBytes([1, 2, 2, 3], Array(12).fill(1)),
        test_labels: npyBytes([1, 1], [5]),
      }),
    })
    expect(med.found!.data).toMatchObject({
      shape: [3, 2, 2],
      trainCount: 1,
      testCount: 1,
      classes: ['4', '5'],
    })
    expect(med.found!.notes.join()).toContain('The validation part was left out')
    const plain = await read({ 'a.npz': npz({ arr_0: npyFloats([2, 4], [0, 0.5, 1, 0, 0, 0, 0, 1]) }) })
    expect(plain.found!.data).toMatchObject({ shape: [1, 2, 2], trainCount: 2, testCount: 0, classes: [] })
  })

  test('an archive or a folder of pictures has classes by its folders, and parts by theirs', async () => {
    const archive = zip({
      'animals/cat/1.png': picture(10),
      'animals/cat/2.png': picture(20),
      'animals/dog/1.png': picture(30),
      'animals/readme.txt': text('hello'),
    })
    const { found, errors } = await read({ 'animals.zip': archive })
    expect(errors).toEqual([])
    expect(found!.data).toMatchObject({
      name: 'animals',
      classes: ['cat', 'dog'],
      trainCount: 3,
      shape: [1, 2, 2],
    })
    expect([...found!.data.train.pixels]).toEqual([10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30])
    const folder = await read({
      'pets/train/cat/1.png': picture(1),
      'pets/train/dog/2.png': picture(2),
      'pets/test/dog/3.png': picture(3),
    })
    expect(folder.found!.data).toMatchObject({
      name: 'pets',
      trainCount: 2,
      testCount: 1,
      classes: ['cat', 'dog'],
    })
    expect((await read({ 'a/1.png': picture(1), 'a/2.png': picture(2) })).found!.data.classes).toEqual([])
  })

  test('IDX files of other numbers than bytes are read too', async () => {
    const floats = Uint8Array.of(
      0,
      0,
      0x0d,
      3,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      2,
      0,
      0,
      0,
      1,
      0x3f,
      0x80,
      0,
      0,
      0x3f,
      0,
      0,
      0,
    )
    const { found, errors } = await read({
      'images.idx': floats,
      'labels.idx': Uint8Array.of(0, 0, 0x0c, 1, 0, 0, 0, 1, 0, 0, 0, 9),
    })
    expect(errors).toEqual([])
    expect(found!.data).toMatchObject({ shape: [1, 2, 1], classes: ['9'] })
    expect([...found!.data.train.pixels]).toEqual([255, 128])
  })

  test('the images of EMNIST, which lie on their side in its files, are turned upright, and that is said', async () => {
    const { found } = await read({
      'emnist-letters-train-images-idx3-ubyte': idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      'emnist-letters-train-labels-idx1-ubyte': idx([2], [1, 2]),
    })
    expect([...found!.data.train.pixels]).toEqual([1, 3, 2, 4, 5, 7, 6, 8])
    expect(found!.data.name).toBe('emnist-letters')
    expect(found!.notes).toEqual([
      'emnist-letters-train-images-idx3-ubyte: rows and columns were swapped, since the files of EMNIST hold them the other way round.',
    ])
    const table = await read({ 'emnist-digits-train.csv': text('7,1,2,3,4\n3,5,6,7,8\n') })
    expect([...table.found!.data.train.pixels]).toEqual([1, 3, 2, 4, 5, 7, 6, 8])
  })

  test('what stands beside the images of an archive and cannot be read leaves the rest whole', async () => {
    const { found, errors } = await read({
      'a.npz': npz({
        about: npy('|O', [1], Uint8Array.of(1)),
        x_train: npyBytes([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
        y_train: npy('|S3', [2], text('catdog')),
      }),
    })
    expect(found!.data).toMatchObject({ classes: ['cat', 'dog'], trainCount: 2, from: 'a.npz' })
    expect(errors.map(({ message }) => message).join()).toContain('a.npz, about holds Python objects')
  })

  test('rows of values that are no square say that a size can be stated', async () => {
    const rows = { 'a.npz': npz({ x: npyBytes([2, 6], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) }) }
    expect(await read(rows)).toMatchObject({ isSized: true, errors: [{ file: 'a.npz' }] })
    expect(await read({ 'a.npz': npz({ x: npyBytes([1, 2, 2], [1, 2, 3, 4]) }) })).toMatchObject({
      isSized: false,
    })
  })

  test('a large file says how far its unpacking and its reading are', async () => {
    const told: [string, number][] = []
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i % 3},0,${i % 255},2,3`).join('\n')
    const bytes = gzip(text(rows))
    await readFiles([{ path: 'a.csv.gz', size: bytes.length, read: async () => new Uint8Array(bytes) }], {
      shape: [1, 2, 2],
      onProgress: (what, part) => told.push([what, part]),
    })
    const parts = (what: string) => told.filter(([each]) => each === what).map(([, part]) => part)
    expect(parts('Unpacking a.csv.gz').some(part => part > 0 && part <= 1)).toBe(true)
    expect(parts('Reading a.csv.gz').filter(part => part > 0.1 && part < 0.9).length).toBeGreaterThan(2)
  })

  test('a picture that is damaged is said and left out', async () => {
    const { found, errors } = await read({
      'a/x/1.png': picture(1),
      'a/x/2.png': text('??'),
      'a/y/3.png': picture(3),
    })
    expect(errors).toEqual([{ file: 'a/x/2.png', message: 'a/x/2.png cannot be decoded.' }])
    expect([...found!.data.train.pixels]).toEqual([1, 1, 1, 1, 3, 3, 3, 3])
    expect([...found!.data.train.labels]).toEqual([0, 1])
  })

  test('a table of pixels has its labels', async () => {
    const { found } = await read({ 'train.csv': text('label,a,b,c,d\n1,0,1,2,3\n0,4,5,6,7\n') })
    expect(found!.data).toMatchObject({ name: 'train', classes: ['0', '1'], trainCount: 2 })
  })

  const whole = npz({ x_train: npyBytes([1, 2, 2], [1, 2, 3, 4]) })
  test.each([
    [
      'an archive that is cut short',
      { 'a.npz': whole.subarray(0, 60) },
      'a.npz is cut short: the list of its files',
    ],
    [
      'a packed file that is damaged',
      { 'a.gz': gzip(idx([2], [1, 2])).subarray(0, 20) },
      'a.gz cannot be unpacked: the compressed data is damaged or cut short.',
    ],
    [
      'an archive of something else',
      { 'a.zip': zip({ 'x.pdf': text('%PDF') }) },
      'a.zip holds one file, which is no picture',
    ],
    [
      'something else',
      { 'a.pdf': text('%PDF-1.4') },
      'a.pdf is no data that can be read; IDX, .npz, .npy, CSV, pictures and archives of them can. It begins with the bytes 25 50 44 46.',
    ],
    ['an empty file', { 'a.npz': new Uint8Array(0) }, 'a.npz is empty.'],
    [
      'labels alone',
      { 'y.npy': npyBytes([2], [1, 2]) },
      'There are no images in y.npy: labels alone were found.',
    ],
    [
      'labels of another number',
      { 'train-images': idx([1, 2, 2], [1, 2, 3, 4]), 'train-labels': idx([2], [1, 2]) },
      'train-labels has 2 labels for 1 images of train-images.',
    ],
    [
      'two times the same',
      { 'a.npy': npyBytes([1, 2, 2], [1, 2, 3, 4]), 'b.npy': npyBytes([1, 2, 2], [1, 2, 3, 4]) },
      'a.npy and b.npy both hold images',
    ],
    [
      'parts of two sizes',
      { 'a.npz': npz({ x_train: npyBytes([1, 2, 2], [1, 2, 3, 4]), x_test: npyBytes([1, 1, 2], [1, 2]) }) },
      'both parts need one size',
    ],
    [
      'a test part without labels',
      {
        'a.npz': npz({
          x_train: npyBytes([1, 2, 2], [1, 2, 3, 4]),
          y_train: npyBytes([1], [1]),
          x_test: npyBytes([1, 2, 2], [1, 2, 3, 4]),
        }),
      },
      'There are labels for a.npz, x_train, and none for a.npz, x_test.',
    ],
  ])('%s is refused with the reason', async (_, files, message) => {
    const { found, errors } = await read(files)
    expect(found).toBeUndefined()
    expect(errors.map(error => error.message).join('\n')).toContain(message)
  })
})
