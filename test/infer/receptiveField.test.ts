import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GraphDocument } from '../../src/graph/document.ts'
import { receptiveFields } from '../../src/infer/receptiveField.ts'
import { graph, infer, layer } from './graphs.ts'

const fieldsOf = (document: GraphDocument) => {
  const fields = receptiveFields(infer(document))
  return Object.fromEntries(
    document.nodes.map((node, i) => [
      node.id,
      fields[i] && `${fields[i].size.join('×')} / ${fields[i].step[0]}`,
    ]),
  )
}

test('a convolution adds its kernel, a stride widens every later one', () => {
  const reference = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../templates/reference-autoencoder.json'), 'utf8'),
  ) as GraphDocument
  expect(fieldsOf(reference)).toMatchObject({
    image: '1×1 / 1',
    conv1: '5×5 / 1',
    relu1: '5×5 / 1',
    conv2: '9×9 / 1',
    conv3: '12×12 / 2',
    conv4: '16×16 / 4',
    conv5: '28×28 / 4',
    deconv1: '40×40 / 4',
    deconv2: '44×44 / 2',
    deconv3: '46×46 / 1',
    deconv4: '50×50 / 1',
  })
})

test('it is per axis, dilation counts, and upsampling halves the step', () => {
  const fields = receptiveFields(
    infer(
      graph(
        layer('image', 'Input', { shape: [1, 32, 32] }),
        layer('conv1', 'Conv2d', { kernelSize: [3, 5], dilation: [2, 1], stride: [1, 2] }),
        layer('up1', 'Upsample', { scaleFactor: 2 }),
      ),
    ),
  )
  expect(fields[1]).toEqual({ size: [5, 5], step: [1, 2] })
  expect(fields[2]).toEqual({ size: [5, 5], step: [0.5, 1] })
})

test('pooling and shuffling count as windows, and blended upsampling sees one neighbour more, bicubic three', () => {
  expect(
    fieldsOf(
      graph(
        layer('image', 'Input', { shape: [1, 32, 32] }),
        layer('max', 'MaxPool2d', { kernelSize: 3, stride: 2, ceilMode: true }),
        layer('mean', 'AvgPool2d', { kernelSize: 2 }),
        layer('half', 'AdaptiveAvgPool2d', { outputSize: 4 }),
        layer('smooth', 'Upsample', { scaleFactor: 2, mode: 'bilinear' }),
        layer('cubic', 'Upsample', { scaleFactor: 2, mode: 'bicubic' }),
        layer('down', 'PixelUnshuffle'),
        layer('up', 'PixelShuffle'),
        layer('ragged', 'AdaptiveAvgPool2d', { outputSize: 3 }),
      ),
    ),
  ).toEqual({
    image: '1×1 / 1',
    max: '3×3 / 2',
    mean: '5×5 / 4',
    half: '9×9 / 8',
    smooth: '17×17 / 4',
    cubic: '29×29 / 2',
    down: '31×31 / 4',
    up: '31×31 / 2',
    ragged: undefined,
  })
})

test('branches meet in the widest field; vectors and unequal steps have none', () => {
  expect(
    fieldsOf(
      graph(
        layer('image', 'Input', { shape: [4, 8, 8] }),
        layer('wide', 'Conv2d', { outChannels: 4, kernelSize: 5, padding: 2 }, ['image']),
        layer('narrow', 'Conv2d', { outChannels: 4, kernelSize: 3, padding: 1 }, ['image']),
        layer('sum', 'Add', {}, ['wide', 'narrow']),
        layer('flatten1', 'Flatten'),
        layer('unflatten1', 'Unflatten', { unflattenedSize: [4, 8, 8] }),
        layer('both', 'Concat', {}, ['sum', 'unflatten1']),
      ),
    ),
  ).toEqual({
    image: '1×1 / 1',
    wide: '5×5 / 1',
    narrow: '3×3 / 1',
    sum: '5×5 / 1',
    flatten1: undefined,
    unflatten1: undefined,
    both: undefined,
  })
})
