import { describe, expect, test } from 'vitest'
import { squareOf, toImages } from '../../../src/training/data/arrays.ts'
import { parseCsv } from '../../../src/training/data/csv.ts'
import { classesOf, labelBytes, toLabels } from '../../../src/training/data/labels.ts'
import { parseNpy } from '../../../src/training/data/npy.ts'
import { readZip } from '../../../src/training/data/zip.ts'
import { npy, npyBytes, npyFloats, text, zip } from './files.ts'

describe('.npy files', () => {
  test('yield shape and values of every kind of number', () => {
    expect(parseNpy(npyBytes([2, 1, 2], [1, 2, 3, 255]), 'x')).toMatchObject({
      shape: [2, 1, 2],
      kind: 'uint8',
      values: Uint8Array.of(1, 2, 3, 255),
    })
    expect([...parseNpy(npyFloats([3], [0, 0.5, -1]), 'x').values]).toEqual([0, 0.5, -1])
    const big = new Uint8Array(new BigInt64Array([7n, -2n]).buffer)
    expect([...parseNpy(npy('<i8', [2], big), 'y').values]).toEqual([7, -2])
    expect([...parseNpy(npy('>u2', [2], Uint8Array.of(1, 0, 0, 5)), 'y').values]).toEqual([256, 5])
    // 1, −2, 2⁻¹⁴ (the least normal half), 2⁻²⁴ (the least of all), infinity; IEEE 754, table 3.5.
    const halves = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0400, 0x0001, 0x7c00).buffer)
    expect([...parseNpy(npy('<f2', [5], halves), 'y').values]).toEqual([
      1,
      -2,
      2 ** -14,
      2 ** -24,
      Number.POSITIVE_INFINITY,
    ])
  })

  test('yield words, as labels are', () => {
    const wide = new Uint8Array(Uint32Array.from('cat\0bee\0', letter => letter.codePointAt(0)!).buffer)
    expect(parseNpy(npy('<U4', [2], wide), 'y')).toMatchObject({ kind: 'text', words: ['cat', 'bee'] })
    expect(parseNpy(npy('|S3', [2], text('ox\0cow')), 'y').words).toEqual(['ox', 'cow'])
  })

  test.each([
    ['are none', text('PK'), 'x is not a .npy file: it does not begin with \\x93NUMPY.'],
    [
      'end in their header',
      npyBytes([1], [1]).subarray(0, 40),
      'x ends within its header: it says 118 bytes',
    ],
    [
      'are cut short',
      npyBytes([2, 2], [1, 2, 3]),
      'x is cut short: uint8 of 2×2 needs 4 bytes behind the header, it has 3.',
    ],
    ['are too long', npyBytes([1], [1, 2]), 'x is longer than it says'],
    [
      'hold objects',
      npy('|O', [1], Uint8Array.of(1)),
      'x holds Python objects, which are pickled code that only Python can run; save it as an array of numbers.',
    ],
    ['lie in another order', npy('|u1', [1, 2], Uint8Array.of(1, 2), 'True'), 'numpy.ascontiguousarray'],
  ])('are refused where they %s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'x')).toThrow(message)
  })
})

describe('arrays of images', () => {
  const values = (count: number) => Uint8Array.from({ length: count }, (_, i) => i)
  const array = (shape: readonly number[], list: Uint8Array | Float32Array = values(48)) => ({
    name: 'x',
    shape,
    values: list,
    kind: list instanceof Uint8Array ? 'uint8' : 'float32',
  })

  test('are read with channels first, last, none, and as rows', () => {
    expect(toImages(array([2, 4, 6]))).toMatchObject({ shape: [1, 4, 6], count: 2 })
    expect(toImages(array([2, 4, 2, 3])).shape).toEqual([3, 4, 2])
    expect(toImages(array([3, 16])).shape).toEqual([1, 4, 4])
    expect(toImages(array([4, 12])).shape).toEqual([3, 2, 2])
    expect(toImages(array([4, 12]), [1, 2, 6]).shape).toEqual([1, 2, 6])
    const first = toImages(array([1, 3, 4, 4]))
    expect(first.shape).toEqual([3, 4, 4])
    expect([...first.pixels.subarray(0, 6)]).toEqual([0, 16, 32, 1, 17, 33])
  })

  test('become bytes, whichever range their values have', () => {
    const bytes = (...list: number[]) => [...toImages(array([1, 2, 2], Float32Array.from(list))).pixels]
    expect(bytes(0, 0.5, 1, 0.2)).toEqual([0, 128, 255, 51])
    expect(bytes(-1, 0, 1, 0.5)).toEqual([0, 128, 255, 191])
    expect(bytes(0, 12.4, 255, 3)).toEqual([0, 12, 255, 3])
    expect(bytes(0, 8, 16, 4)).toEqual([0, 128, 255, 64])
    // Reals beyond 1 that are nowhere near 255 are no pixels: standardised ones, say.
    expect(() => bytes(0, 0.5, 3.2, 1)).toThrow('x has values from 0 to 3.2')
    expect(() => bytes(0, 300, 1, 1)).toThrow('x has values from 0 to 300; pixels go from 0 to 1')
    expect(() => bytes(0, Number.NaN, 1, 1)).toThrow('not a finite number')
  })

  test('of bytes that are 0 or 1 alone are black and white', () => {
    const { pixels, notes } = toImages(array([1, 2, 2], Uint8Array.of(0, 1, 1, 0)))
    expect([...pixels]).toEqual([0, 255, 255, 0])
    expect(notes).toEqual(['x: values from 0 to 1 became bytes.'])
  })

  test('of 16 bits take their whole range', () => {
    const values = Uint16Array.of(0, 65_535, 257, 514)
    expect([...toImages({ name: 'x', shape: [1, 2, 2], values, kind: 'uint16' }).pixels]).toEqual([
      0, 255, 1, 2,
    ])
  })

  test('are refused where they are none', () => {
    expect(() => toImages(array([4, 11], values(44)))).toThrow('rows of 11 values, which is no square image')
    expect(() => toImages(array([48]))).toThrow('x has the shape 48; images are N×H×W')
    expect(() => toImages(array([0, 2, 2], values(0)))).toThrow('x holds no images')
    expect(squareOf(784)).toEqual([1, 28, 28])
    expect(squareOf(3072)).toEqual([3, 32, 32])
  })
})

describe('labels', () => {
  test('are numbers, a column or one of many, and get a place among the classes', () => {
    const lists = [
      toLabels({ name: 'y', shape: [3], values: Uint8Array.of(10, 2, 10), kind: 'uint8' }),
      toLabels({ name: 'z', shape: [2, 1], values: Int32Array.of(2, 3), kind: 'int32' }),
      toLabels({ name: 'o', shape: [1, 4], values: Float32Array.of(0, 0, 0, 1), kind: 'float32' }),
    ]
    const classes = classesOf(lists)
    expect(classes).toEqual(['2', '3', '10'])
    expect([...labelBytes(lists[0]!, classes)]).toEqual([2, 0, 2])
    expect(lists[2]!.values).toEqual([3])
  })

  test('of several columns are refused where these do not name one class each', () => {
    const rows = { name: 'y', shape: [2, 3], values: Int32Array.of(0, 1, 0, 4, 2, 0), kind: 'int32' }
    expect(() => toLabels(rows)).toThrow(
      'y, row 2: one 1 among 3 columns, at the class, was expected; 4, 2, 0 came.',
    )
  })

  test('are refused where they are measures, or too many', () => {
    expect(() => classesOf([{ name: 'y', values: [0.5] }])).toThrow('y has the label 0.5')
    const many = Array.from({ length: 257 }, (_, i) => i)
    expect(() => classesOf([{ name: 'y', values: many }])).toThrow('y names more than 256 classes')
  })
})

describe('tables of pixels', () => {
  const isImage = (values: number) => squareOf(values) !== undefined

  test('are read with a header and a label, as Kaggle has MNIST', () => {
    const table = parseCsv(text('label,p0,p1,p2,p3\n7,0,255,1,2\r\n3,5,6,7,8\n'), 'a.csv', isImage)
    expect(table.labels).toEqual(['7', '3'])
    expect(table.images.shape).toEqual([2, 4])
    expect([...table.images.values]).toEqual([0, 255, 1, 2, 5, 6, 7, 8])
  })

  test('are read without either, with words for classes, and with the label behind', () => {
    expect(parseCsv(text('1,2,3,4\n5,6,7,8'), 'a.csv', isImage)).toMatchObject({
      images: { shape: [2, 4] },
    })
    expect(parseCsv(text('cat;1;2;3;4\ndog;5;6;7;8'), 'a.csv', isImage).labels).toEqual(['cat', 'dog'])
    expect(parseCsv(text('p0,p1,p2,p3,class\n1,2,3,4,"cat"'), 'a.csv', isImage)).toMatchObject({
      labels: ['cat'],
      images: { values: Float32Array.of(1, 2, 3, 4) },
    })
  })

  test('find the label behind without a header: by words, or by the corner that is always black', () => {
    expect(parseCsv(text('1,2,3,4,cat\n5,6,7,8,dog'), 'a.csv', isImage).labels).toEqual(['cat', 'dog'])
    const behind = parseCsv(text('0,2,3,4,7\n0,6,7,8,3\n0,1,1,1,7'), 'a.csv', isImage)
    expect(behind.labels).toEqual(['7', '3', '7'])
    expect(behind.notes).toEqual(['a.csv: the last column was taken for the label.'])
    expect(parseCsv(text('7,2,3,4,0\n3,6,7,8,0'), 'a.csv', isImage)).toMatchObject({
      labels: ['7', '3'],
      notes: ['a.csv: the first column was taken for the label.'],
    })
  })

  test('leave out columns that count the rows', () => {
    const table = parseCsv(text(',label,a,b,c,d\n0,7,1,2,3,4\n1,3,5,6,7,8'), 'a.csv', isImage)
    expect(table.labels).toEqual(['7', '3'])
    expect([...table.images.values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(parseCsv(text('id,a,b,c,d\n9,1,2,3,4\n8,5,6,7,8'), 'a.csv', isImage).labels).toBeUndefined()
  })

  test('are read with the decimal commas of tables that semicolons part', () => {
    expect([...parseCsv(text('0,5;0;0,25;1\n'), 'a.csv', isImage).images.values]).toEqual([0.5, 0, 0.25, 1])
  })

  test('are read with the lines of old Macs', () => {
    expect(parseCsv(text('1,2,3,4\r5,6,7,8\r'), 'a.csv', isImage).images.shape).toEqual([2, 4])
  })

  test('are refused in UTF-16, with what would do', () => {
    const utf16 = new Uint8Array(Uint16Array.from('\ufeff1,2,3,4\n', letter => letter.charCodeAt(0)).buffer)
    expect(() => parseCsv(utf16, 'a.csv', isImage)).toThrow('a.csv is text in UTF-16; save it as UTF-8.')
  })

  test.each([
    ['\n \n', 'a.csv is empty.'],
    ['label,a,b,c,d\n', 'a.csv has a header and no rows.'],
    ['1,2,3,4\n5,6,7\n', 'a.csv, line 2: 4 values were expected, 3 came.'],
    ['1,2,3,4\n\n5,x,7,8\n', 'a.csv, line 3, column 2: a number was expected, "x" came.'],
    ['1,2,3,4,5,6,7\n', 'a.csv has 7 columns; an image needs a square number of pixels'],
  ])('say the line that is wrong: %j', (content, message) => {
    expect(() => parseCsv(text(content), 'a.csv', isImage)).toThrow(message)
  })
})

describe('archives', () => {
  const archive = zip({ 'a/x.txt': text('hello hello hello'), '__MACOSX/a/x.txt': text('no') })

  test('are read entry by entry, without what macOS adds', () => {
    const entries = readZip(archive, 'a.zip')
    expect(entries.map(({ path }) => path)).toEqual(['a/x.txt'])
    expect(new TextDecoder().decode(entries[0]!.read())).toBe('hello hello hello')
  })

  test('are refused where they are cut short or damaged', () => {
    expect(() => readZip(archive.subarray(0, -30), 'a.zip')).toThrow(
      'a.zip is cut short: the list of its files, which stands at its end, is missing.',
    )
    const damaged = archive.slice()
    damaged.fill(0xff, 38, 46)
    expect(() => readZip(damaged, 'a.zip')[0]!.read()).toThrow('a.zip, a/x.txt is damaged')
  })
})
